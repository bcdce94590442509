// SPDX-License-Identifier: MPL-2.0
package amqp.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.List;

/**
 * A private key with the certificates that say whose it is, checked as long as the files are known: a peer would only
 * refuse them, and not say why.
 *
 * @param chain this side's certificate first
 */
record CertifiedKey(List<X509Certificate> chain, PrivateKey key) {
    private static final byte[] ANY_TEXT = {1, 2, 3};

    /**
     * Checks that the key belongs to the first certificate, and that each certificate is issued by the next.
     *
     * @param chainFile where the certificates are from
     * @param keyFile where the key is from, perhaps the same
     * @throws IllegalArgumentException naming the file and what to do
     */
    static CertifiedKey of(List<X509Certificate> chain, Path chainFile, PrivateKey key, Path keyFile) {
        if (!belongTogether(key, chain.get(0).getPublicKey())) {
            for (int i = 1; i < chain.size(); i++) {
                if (belongTogether(key, chain.get(i).getPublicKey())) {
                    throw new IllegalArgumentException(
                            "The certificates of " + chainFile + " are in the wrong order: the"
                                    + " private key belongs to number " + (i + 1)
                                    + "; put that first, then those that lead to the authority");
                }
            }
            throw new IllegalArgumentException(
                    "The private key of " + keyFile + " does not belong to the certificate of " + chainFile + " ("
                            + chain.get(0).getSubjectX500Principal() + "); give the two that were made together");
        }
        for (int i = 1; i < chain.size(); i++) {
            if (!isIssuedBy(chain.get(i - 1), chain.get(i))) {
                throw new IllegalArgumentException("The certificates of " + chainFile
                        + " are in the wrong order: number " + i
                        + " (" + chain.get(i - 1).getSubjectX500Principal() + ") is not issued by the next; put each"
                        + " before the one of its issuer, and leave others out");
            }
        }
        return new CertifiedKey(chain, key);
    }

    private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
        if (privateKey instanceof RSAKey one && publicKey instanceof RSAKey other) {
            return one.getModulus().equals(other.getModulus());
        }
        if (!privateKey.getAlgorithm().equals(publicKey.getAlgorithm())) {
            return false;
        }
        try {
            String algorithm = privateKey.getAlgorithm().equals("EC") ? "SHA256withECDSA" : privateKey.getAlgorithm();
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(privateKey);
            signing.update(ANY_TEXT);
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(publicKey);
            verifying.update(ANY_TEXT);
            return verifying.verify(signing.sign());
        } catch (GeneralSecurityException otherCurve) {
            return false;
        }
    }

    private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException otherKey) {
            return false;
        }
    }
}
