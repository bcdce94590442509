// SPDX-License-Identifier: MPL-2.0
package amqp.client.settings;

import amqp.codec.ForeignText;

/**
 * A host and a port in a list of addresses.
 *
 * @param host name or IP address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
    /** AMQP's registered port. */
    public static final int AMQP = 5672;

    /** AMQP's registered port for TLS. */
    public static final int AMQPS = 5671;

    /** Checks both, see {@link #check}. */
    public HostPort {
        check(host, port);
    }

    /**
     * Refuses what is no address.
     *
     * @throws IllegalArgumentException when the host is empty or the port out of its range
     */
    public static void check(String host, int port) {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("the host is missing in an address");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not within 1 to 65535");
        }
    }

    /** Host, or host and port, an IPv6 address in brackets. What fails is not shown: it may be a misplaced password. */
    static HostPort parse(String text, int defaultPort) {
        if (text.indexOf('@') >= 0 || hasUnseen(text)) {
            throw new IllegalArgumentException(
                    "an address is host or host:port, without a login and without white space");
        }
        int bracket = text.indexOf(']');
        if (text.startsWith("[") && bracket < 0) {
            throw new IllegalArgumentException("an IPv6 address begins with \"[\" and ends with \"]\"");
        }
        int colon = text.indexOf(':', Math.max(bracket, 0));
        int end = colon < 0 ? text.length() : colon;
        if (bracket > 0 && bracket + 1 != end) {
            throw new IllegalArgumentException("after the \"]\" of an IPv6 address comes only a port");
        }
        String host = bracket > 0 ? text.substring(1, bracket) : text.substring(0, end);
        return new HostPort(host, colon < 0 ? defaultPort : port(text.substring(colon + 1)));
    }

    /** Whether there is anything in it that nobody would see: white space of any kind, controls, marks of direction. */
    static boolean hasUnseen(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (isUnseen(text.codePointAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnseen(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || ForeignText.isHarmful(codePoint);
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}") || text.equals("0") || Integer.parseInt(text) > 65535) {
            throw new IllegalArgumentException("the port of an address is a number from 1 to 65535; where the host is"
                    + " an IPv6 address, it stands in brackets");
        }
        return Integer.parseInt(text);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
