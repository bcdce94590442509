// SPDX-License-Identifier: MPL-2.0
package amqp.client.settings;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The parts of an amqp or amqps URI. Parsed by hand: several hosts, and underscores in their names, are more than
 * {@link java.net.URI} takes. Messages leave the password out.
 */
record AmqpUri(
        boolean tls,
        String username,
        String password,
        List<HostPort> addresses,
        String virtualHost,
        Map<String, String> parameters) {

    /**
     * Reads a URI; white space around it is dropped. What could be meant in two ways is refused.
     *
     * @throws IllegalArgumentException with the URI, but for what may be a secret in it
     */
    static AmqpUri parse(String text) {
        String uri = text.strip();
        int scheme = uri.indexOf("://");
        String name = scheme < 0 ? "" : uri.substring(0, scheme).toLowerCase(Locale.ROOT);
        if (!name.equals("amqp") && !name.equals("amqps")) {
            throw malformed(uri, "it must begin with amqp:// or amqps://");
        }
        if (HostPort.hasUnseen(uri)) {
            throw malformed(uri, "white space within it is percent-encoded, a space as %20");
        }
        boolean tls = name.equals("amqps");
        String rest = uri.substring(scheme + 3);
        int query = rest.indexOf('?');
        Map<String, String> parameters = parameters(uri, query < 0 ? "" : rest.substring(query + 1));
        rest = query < 0 ? rest : rest.substring(0, query);
        int slash = rest.indexOf('/');
        String path = slash < 0 ? "" : rest.substring(slash + 1);
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        int at = authority.lastIndexOf('@');
        if (at < 0 && path.indexOf('@') >= 0) {
            throw malformed(uri, "a \"/\" within a name or password is written %2F, and an \"@\" %40");
        }
        if (path.indexOf('/') >= 0) {
            throw malformed(uri, "a \"/\" within the virtual host's name is written %2F");
        }
        if (uri.indexOf('#') >= 0) {
            throw malformed(uri, "a \"#\" within a name, password or value is written %23");
        }
        String user = at < 0 ? "" : authority.substring(0, at);
        expectPlain(uri, user);
        int colon = user.indexOf(':');
        return new AmqpUri(
                tls,
                decode(uri, colon < 0 ? user : user.substring(0, colon)),
                colon < 0 ? "" : decode(uri, user.substring(colon + 1)),
                addresses(uri, authority.substring(at + 1), tls ? HostPort.AMQPS : HostPort.AMQP),
                path.isEmpty() ? "/" : decode(uri, path),
                parameters);
    }

    /** Whatever else a login could be taken for: that of another host in the list, above all. */
    private static void expectPlain(String uri, String user) {
        if (user.indexOf('@') >= 0 || user.indexOf(',') >= 0) {
            throw malformed(
                    uri,
                    "name and password stand once, before all hosts; an \"@\" within them is written %40, and a \",\" %2C");
        }
        if (user.indexOf(':') != user.lastIndexOf(':')) {
            throw malformed(uri, "a \":\" within a name or password is written %3A");
        }
    }

    /** Several URIs that differ in nothing but the address. */
    static AmqpUri parseAll(List<String> uris) {
        if (uris.isEmpty()) {
            throw new IllegalArgumentException("there must be at least one URI");
        }
        AmqpUri first = parse(uris.get(0));
        List<HostPort> addresses = new ArrayList<>();
        for (String uri : uris) {
            AmqpUri next = parse(uri);
            expectSame(uri, "scheme", next.tls, first.tls);
            expectSame(uri, "user or password", next.login(), first.login());
            expectSame(uri, "virtual host", next.virtualHost, first.virtualHost);
            expectSame(uri, "parameters", next.parameters, first.parameters);
            addresses.addAll(next.addresses);
        }
        return new AmqpUri(first.tls, first.username, first.password, addresses, first.virtualHost, first.parameters);
    }

    private static void expectSame(String uri, String part, Object here, Object first) {
        if (!here.equals(first)) {
            throw malformed(uri, "it differs from the first one in its " + part + "; only the addresses may differ");
        }
    }

    private List<String> login() {
        boolean none = username.isEmpty() && password.isEmpty();
        return none ? List.of("guest", "guest") : List.of(username, password);
    }

    private static List<HostPort> addresses(String uri, String hosts, int defaultPort) {
        List<HostPort> addresses = new ArrayList<>();
        for (String host : hosts.split(",", -1)) {
            HostPort written = address(uri, host, defaultPort);
            addresses.add(new HostPort(decode(uri, written.host()), written.port()));
        }
        return List.copyOf(addresses);
    }

    private static HostPort address(String uri, String text, int defaultPort) {
        try {
            return HostPort.parse(text, defaultPort);
        } catch (IllegalArgumentException noAddress) {
            throw malformed(uri, noAddress.getMessage());
        }
    }

    private static Map<String, String> parameters(String uri, String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.isEmpty() ? new String[0] : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw malformed(uri, "a parameter is written name=value");
            }
            String name = decode(uri, pair.substring(0, equals));
            if (parameters.put(name, decode(uri, pair.substring(equals + 1))) != null) {
                throw malformed(uri, "the parameter \"" + name + "\" stands there twice");
            }
        }
        return parameters;
    }

    /** Percent-encoding only: a plus sign stands for itself. */
    private static String decode(String uri, String text) {
        ByteBuffer octets = ByteBuffer.allocate(text.length() * 3);
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            if (character == '%') {
                octets.put((byte) hexadecimal(uri, text, i + 1));
                i += 3;
            } else {
                octets.put(Character.toString(character).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(character);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(octets.flip()).toString();
        } catch (CharacterCodingException noText) {
            throw malformed(uri, "the octets of its percent signs are no text in UTF-8");
        }
    }

    private static int hexadecimal(String uri, String text, int start) {
        String digits = text.substring(start, Math.min(start + 2, text.length()));
        if (!digits.matches("[0-9A-Fa-f]{2}")) {
            throw malformed(uri, "a percent sign is followed by two hexadecimal digits");
        }
        return Integer.parseInt(digits, 16);
    }

    private static IllegalArgumentException malformed(String uri, String why) {
        return new IllegalArgumentException("\"" + withoutPassword(uri) + "\" is not a usable AMQP URI: " + why);
    }

    /**
     * However malformed it is: all between the first colon after the scheme and the last "@" is left out, and where there
     * is no "@", what follows a colon and is no port. So are the parameters: a password may be one.
     */
    private static String withoutPassword(String uri) {
        return withoutLogin(uri).replaceFirst("(?s)\\?.*", "?***");
    }

    private static String withoutLogin(String uri) {
        int scheme = uri.indexOf("://");
        int begin = scheme < 0 ? 0 : scheme + 3;
        int colon = uri.indexOf(':', begin);
        int at = uri.lastIndexOf('@');
        if (at < 0) {
            return uri.substring(0, begin) + uri.substring(begin).replaceAll(":(?![0-9]{1,5}([/,?]|$))[^/,?]*", ":***");
        }
        return colon < 0 || at < colon ? uri : uri.substring(0, colon + 1) + "***" + uri.substring(at);
    }

    @Override
    public String toString() {
        return (tls ? "amqps://" : "amqp://") + addresses + "/" + virtualHost;
    }
}
