// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.tls.TlsOptions;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Here and not beside {@link TlsOptions}, since it needs certificates, which are made on this side of the arrow. */
class ClientCertificateTest {
    private final TestCertificates certificates = TestCertificates.create();
    private final TestCertificates.Identity client = certificates.client();
    private final TlsOptions.Builder options = TlsOptions.builder()
            .trustPem(certificates.authority())
            .clientCertificate(client.certificateFile(), client.keyFile());

    @AfterEach
    void close() {
        certificates.close();
    }

    @Test
    void descriptionNamesFilesOnly() {
        assertEquals(
                "TLS, trusting " + certificates.authority() + ", certificate " + client.certificateFile(),
                options.build().toString());
    }

    @Test
    void goesWithTrustAlone() throws Exception {
        options.context(SSLContext.getDefault());
        assertThrows(IllegalStateException.class, options::build);
        assertTrue(options.trustSystem().build().enabled());
        TlsOptions.Builder off =
                TlsOptions.NONE.toBuilder().clientCertificate(client.certificateFile(), client.keyFile());
        assertThrows(IllegalStateException.class, off::build);
    }
}
