// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.adapter.spi.TlsOptions;
import org.junit.jupiter.api.Test;

/** Here and not beside {@link TlsOptions}, since it needs certificates, which are made on this side of the arrow. */
class TlsDescriptionTest {
    @Test
    void descriptionNamesFilesOnly() {
        try (TestCertificates certificates = TestCertificates.create()) {
            TestCertificates.Identity client = certificates.client();
            String description = TlsOptions.pem(certificates.authority())
                    .withClientCertificate(client.certificateFile(), client.keyFile())
                    .toString();
            assertEquals(
                    "TLS, trusting " + certificates.authority() + ", certificate " + client.certificateFile(),
                    description);
        }
    }
}
