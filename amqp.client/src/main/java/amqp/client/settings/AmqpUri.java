// SPDX-License-Identifier: MPL-2.0
package amqp.client.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

    static AmqpUri parse(String uri) {
        int scheme = uri.indexOf("://");
        String name = scheme < 0 ? "" : uri.substring(0, scheme).toLowerCase(java.util.Locale.ROOT);
        if (!name.equals("amqp") && !name.equals("amqps")) {
            throw malformed(uri, "it must begin with amqp:// or amqps://");
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
        String user = at < 0 ? "" : authority.substring(0, at);
        int colon = user.indexOf(':');
        return new AmqpUri(
                tls,
                decode(uri, colon < 0 ? user : user.substring(0, colon)),
                colon < 0 ? "" : decode(uri, user.substring(colon + 1)),
                addresses(uri, authority.substring(at + 1), tls ? HostPort.AMQPS : HostPort.AMQP),
                path.isEmpty() ? "/" : decode(uri, path),
                parameters);
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
            addresses.add(HostPort.parse(decode(uri, host), defaultPort));
        }
        return List.copyOf(addresses);
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
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed(uri, "a percent sign is followed by two hexadecimal digits");
        }
    }

    private static IllegalArgumentException malformed(String uri, String why) {
        return new IllegalArgumentException("\"" + withoutPassword(uri) + "\" is not a usable AMQP URI: " + why);
    }

    /**
     * However malformed it is: all between the first colon after the scheme and the last "@" is left out, and where there
     * is no "@", what follows a colon and is no port. So are the parameters: a password may be one.
     */
    private static String withoutPassword(String uri) {
        return withoutLogin(uri).replaceFirst("\\?.*", "?***");
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
