// SPDX-License-Identifier: MPL-2.0
package amqp.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;

/**
 * Which peers are trusted.
 *
 * @param description for messages; names a file at most
 * @param managers empty where TLS is off, or an SSLContext of the application decides
 * @param verifiesHostName whether the certificate has to be for the host
 */
record Trust(String description, List<TrustManager> managers, boolean verifiesHostName) {
    static final Trust NOBODY = new Trust("no TLS", List.of(), false);
    static final Trust BY_CONTEXT = new Trust("TLS by an SSLContext of the application", List.of(), true);

    static Trust system() {
        return new Trust("TLS, trusting the system's authorities", List.of(TrustStores.system()), true);
    }

    static Trust only(Path file, List<X509Certificate> authorities) {
        return new Trust("TLS, trusting " + file, List.of(TrustStores.trusting(authorities)), true);
    }

    static Trust everyone() {
        return new Trust("TLS, INSECURE: trusting everyone", List.of(TrustStores.everyone()), false);
    }
}
