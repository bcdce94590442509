// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** The mechanisms that come with this module. Text is UTF-8. */
enum BuiltIn implements MechanismProvider {
    /** RFC 4616: authorization id (empty), name and password, each after the other with a NUL between. */
    PLAIN {
        @Override
        byte[] response(Credentials credentials) {
            refuseNul("user name", credentials.username());
            refuseNul("password", credentials.password());
            return utf8("\0" + credentials.username() + "\0" + credentials.password());
        }
    },

    /** AMQP's own: the entries of a field table with two long strings, without the table's length in front. */
    AMQPLAIN {
        @Override
        byte[] response(Credentials credentials) {
            var login = utf8(credentials.username());
            var password = utf8(credentials.password());
            var table =
                    ByteBuffer.allocate("LOGIN".length() + "PASSWORD".length() + 12 + login.length + password.length);
            putEntry(table, "LOGIN", login);
            putEntry(table, "PASSWORD", password);
            return table.array();
        }
    },

    /** RFC 4422, appendix A, with an empty authorization id: the server takes the name from the TLS certificate. */
    EXTERNAL {
        @Override
        byte[] response(Credentials credentials) {
            return new byte[0];
        }
    },

    /** RFC 4505 without trace information. */
    ANONYMOUS {
        @Override
        byte[] response(Credentials credentials) {
            return new byte[0];
        }
    };

    abstract byte[] response(Credentials credentials);

    @Override
    public Mechanism create(Credentials credentials) {
        return new OneStep(name(), response(credentials));
    }

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    private static void refuseNul(String what, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("The " + what + " holds a NUL character, which PLAIN can't carry.");
        }
    }

    private static void putEntry(ByteBuffer table, String key, byte[] value) {
        table.put((byte) key.length()).put(key.getBytes(US_ASCII));
        table.put((byte) 'S').putInt(value.length).put(value);
    }
}
