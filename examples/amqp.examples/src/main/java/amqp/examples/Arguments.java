// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import java.util.ArrayList;
import java.util.List;

/**
 * The command line of an example.
 *
 * @param uri where the broker is
 * @param tlsUri where it listens with TLS, and with which certificates; empty when nobody said
 * @param names what is no option
 */
record Arguments(String uri, String tlsUri, List<String> names) {
    private static final String LOCAL = "amqp://guest:guest@localhost";

    /** @throws IllegalArgumentException naming the option that is not known or has no value */
    static Arguments of(String... args) {
        String uri = LOCAL;
        String tlsUri = "";
        var names = new ArrayList<String>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--uri" -> uri = value(args, ++i);
                case "--tls-uri" -> tlsUri = value(args, ++i);
                default -> names.add(name(args[i]));
            }
        }
        return new Arguments(uri, tlsUri, List.copyOf(names));
    }

    private static String value(String[] args, int index) {
        if (index == args.length) {
            throw new IllegalArgumentException(args[index - 1] + " needs a URI behind it");
        }
        return args[index];
    }

    private static String name(String argument) {
        if (argument.startsWith("-")) {
            throw new IllegalArgumentException("there is no option " + argument + "; there are --uri and --tls-uri");
        }
        return argument;
    }
}
