// SPDX-License-Identifier: MPL-2.0
package amqp.tls;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The hosts that a certificate is for: its subject alternative names of DNS and IP (RFC 9525, which leaves the common name
 * out). A left-most label "*" stands for one label. Told apart from what the JDK's trust managers do, since those of an
 * application may do nothing about it.
 *
 * @param hosts as they stand in the certificate
 * @param addresses as they stand there, in text
 */
record CertifiedNames(List<String> hosts, List<String> addresses) {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final int SHOWN = 8;

    static CertifiedNames of(X509Certificate certificate) throws CertificateParsingException {
        List<String> hosts = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        for (List<?> name : names == null ? List.<List<?>>of() : names) {
            if (name.get(0).equals(DNS_NAME)) {
                hosts.add((String) name.get(1));
            } else if (name.get(0).equals(IP_ADDRESS)) {
                addresses.add((String) name.get(1));
            }
        }
        return new CertifiedNames(hosts, addresses);
    }

    /** Whether the certificate is for that host name or IP address. */
    boolean include(String host) {
        if (isAddress(host)) {
            InetAddress wanted = address(host);
            return wanted != null && addresses.stream().anyMatch(each -> wanted.equals(address(each)));
        }
        String wanted = ascii(host);
        return !wanted.isEmpty() && hosts.stream().anyMatch(each -> matches(ascii(each), wanted));
    }

    private static boolean matches(String pattern, String wanted) {
        if (!pattern.startsWith("*.")) {
            return pattern.equals(wanted);
        }
        // One label for the star, and two at least behind it: nobody is certified for a whole top-level domain.
        int dot = wanted.indexOf('.');
        return dot > 0 && wanted.substring(dot).equals(pattern.substring(1)) && pattern.indexOf('.', 2) > 0;
    }

    /** As it stands in a certificate: lower case, Punycode, no dot at the end; empty for what is no host name. */
    private static String ascii(String name) {
        String relative = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        try {
            return IDN.toASCII(relative).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noHostName) {
            return "";
        }
    }

    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }

    /** Null for what only looks like one; never asks the name service. */
    private static InetAddress address(String text) {
        int zone = text.indexOf('%');
        String literal = zone < 0 ? text : text.substring(0, zone);
        boolean possible = literal.indexOf(':') >= 0
                || Stream.of(literal.split("\\.")).allMatch(octet -> Integer.parseInt(octet) <= 255);
        try {
            return possible ? InetAddress.getByName(literal) : null;
        } catch (UnknownHostException malformed) {
            return null;
        }
    }

    /** For a message: what a host name can't have is left out, since anyone may have written it. */
    @Override
    public String toString() {
        String shown = Stream.concat(hosts.stream(), addresses.stream())
                .filter(name -> name.matches("[A-Za-z0-9.*:_-]{1,253}"))
                .limit(SHOWN)
                .collect(Collectors.joining(", "));
        return shown.isEmpty() ? "no host at all" : shown;
    }
}
