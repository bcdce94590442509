// SPDX-License-Identifier: MPL-2.0
package amqp.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * What a PKCS#12 file (RFC 7292) holds: certificates that are trusted, or a key with its chain. Short-lived, as it has the
 * password.
 */
record Pkcs12File(Path file, KeyStore store, char[] password) {

    static Pkcs12File read(Path file, char[] password) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            return new Pkcs12File(file, store, password);
        } catch (IOException | GeneralSecurityException failure) {
            throw new IllegalArgumentException(
                    "The PKCS#12 file " + file + " can't be read; check path, format and password", failure);
        }
    }

    /** Those that stand by themselves, beside no key. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias) && store.getCertificate(alias) instanceof X509Certificate found) {
                    certificates.add(found);
                }
            }
        } catch (GeneralSecurityException failure) {
            throw unusable(failure);
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("The PKCS#12 file " + file + " holds no trusted certificate; "
                    + "make it with keytool -importcert, so that its entry is marked as trusted");
        }
        return certificates;
    }

    KeyManager[] identity() {
        try {
            boolean hasKey = false;
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, password) instanceof PrivateKey key) {
                    hasKey = true;
                    CertifiedKey.of(chain(alias), file, key, file);
                }
            }
            if (!hasKey) {
                throw new IllegalArgumentException("The PKCS#12 file " + file + " holds no private key; "
                        + "make one with openssl pkcs12 -export, of certificate and key");
            }
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException failure) {
            throw unusable(failure);
        }
    }

    private List<X509Certificate> chain(String alias) throws KeyStoreException {
        return Stream.of(store.getCertificateChain(alias))
                .map(X509Certificate.class::cast)
                .toList();
    }

    private IllegalArgumentException unusable(Exception failure) {
        return new IllegalArgumentException(
                "The PKCS#12 file " + file + " can't be used: " + failure.getMessage(), failure);
    }
}
