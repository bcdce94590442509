// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.TlsOptions;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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
        List<Address> addresses,
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
                addresses(uri, authority.substring(at + 1), tls ? Address.TLS_PORT : Address.PORT),
                path.isEmpty() ? "/" : decode(uri, path),
                parameters);
    }

    /** Several URIs that differ in nothing but the address. */
    static AmqpUri parseAll(List<String> uris) {
        if (uris.isEmpty()) {
            throw new IllegalArgumentException("there must be at least one URI");
        }
        AmqpUri first = parse(uris.get(0));
        List<Address> addresses = new ArrayList<>();
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

    void applyTo(ConnectionOptions.Builder options) {
        options.addresses(addresses).virtualHost(virtualHost);
        if (!username.isEmpty() || !password.isEmpty()) {
            options.credentials(username, password);
        }
        if (tls) {
            options.tls(tlsOptions());
        }
        parameters.forEach((name, value) -> apply(options, name, value));
    }

    private void apply(ConnectionOptions.Builder options, String name, String value) {
        switch (name) {
            case "heartbeat" -> options.heartbeat(Duration.ofSeconds(number(name, value)));
            case "connection_timeout" -> options.connectLimit(Duration.ofMillis(number(name, value)));
            case "channel_max" -> options.channelMax(number(name, value));
            case "frame_max" -> options.frameMax(number(name, value));
            case "auth_mechanism" -> options.mechanisms(List.of(value.split(",")));
            case "name" -> options.connectionName(value);
            case "adapter" -> options.adapter(value);
            case "cacertfile", "certfile", "keyfile" -> {
                if (!tls) {
                    throw new IllegalArgumentException("the URI parameter \"" + name + "\" needs amqps://");
                }
            }
            default ->
                throw new IllegalArgumentException("unknown URI parameter \"" + name
                        + "\"; known are heartbeat, connection_timeout, channel_max, frame_max, auth_mechanism,"
                        + " cacertfile, certfile, keyfile, name, adapter");
        }
    }

    private TlsOptions tlsOptions() {
        String ca = parameters.getOrDefault("cacertfile", "");
        String certificate = parameters.getOrDefault("certfile", "");
        String key = parameters.getOrDefault("keyfile", "");
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new IllegalArgumentException(
                    "certfile and keyfile come together: the client's certificate and its key");
        }
        TlsOptions options = ca.isEmpty() ? TlsOptions.system() : TlsOptions.pem(Path.of(ca));
        return certificate.isEmpty() ? options : options.withClientCertificate(Path.of(certificate), Path.of(key));
    }

    private static List<Address> addresses(String uri, String hosts, int defaultPort) {
        List<Address> addresses = new ArrayList<>();
        for (String host : hosts.split(",", -1)) {
            addresses.add(address(uri, host, defaultPort));
        }
        return List.copyOf(addresses);
    }

    private static Address address(String uri, String host, int defaultPort) {
        int bracket = host.indexOf(']');
        if (host.startsWith("[") && bracket < 0) {
            throw malformed(uri, "an IPv6 address ends with \"]\"");
        }
        int colon = host.indexOf(':', Math.max(bracket, 0));
        int end = colon < 0 ? host.length() : colon;
        if (bracket > 0 && bracket + 1 != end) {
            throw malformed(uri, "after the \"]\" of an IPv6 address comes only a port");
        }
        String name = bracket > 0 ? host.substring(1, bracket) : host.substring(0, end);
        if (name.isEmpty()) {
            throw malformed(uri, "a host is missing");
        }
        return new Address(decode(uri, name), colon < 0 ? defaultPort : port(host.substring(colon + 1)));
    }

    /** Shows nothing: where the host was forgotten, what looks like a port is the password. */
    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}") || text.equals("0") || Integer.parseInt(text) > 65535) {
            throw new IllegalArgumentException("the port in an AMQP URI is a number from 1 to 65535; where the host is"
                    + " an IPv6 address, it stands in brackets");
        }
        return Integer.parseInt(text);
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

    private static int number(String name, String value) {
        if (!value.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(
                    "the URI parameter " + name + " is a number below 1000000000, not \"" + value + "\"");
        }
        return Integer.parseInt(value);
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
     * is no "@", what follows a colon and is no port.
     */
    private static String withoutPassword(String uri) {
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
