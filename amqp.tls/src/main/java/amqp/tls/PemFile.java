// SPDX-License-Identifier: MPL-2.0
package amqp.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The certificates or the private key of a PEM file (RFC 7468). Messages name the file, never its content. */
record PemFile(Path path, String text) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    static PemFile read(Path path) {
        try {
            return new PemFile(path, Files.readString(path, StandardCharsets.ISO_8859_1));
        } catch (IOException failure) {
            throw new IllegalArgumentException("Cannot read the PEM file " + path + ": " + failure, failure);
        }
    }

    List<X509Certificate> certificates() {
        List<X509Certificate> found = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            if (block.group(1).endsWith("CERTIFICATE")) {
                found.add(certificate(octets(block)));
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(path + " holds no block \"BEGIN CERTIFICATE\"; is it a PEM file?");
        }
        return found;
    }

    /**
     * The first private key: in PKCS#8, encrypted or not, in PKCS#1 or in SEC 1.
     *
     * @param password for an encrypted one; empty where there is none
     */
    PrivateKey privateKey(char[] password) {
        byte[] curve = {};
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            String label = block.group(1);
            if (label.equals("EC PARAMETERS")) {
                curve = octets(block);
            } else if (label.endsWith("PRIVATE KEY")) {
                return privateKey(block, curve, password);
            }
        }
        throw new IllegalArgumentException(path + " holds no block \"BEGIN PRIVATE KEY\"; is it a PEM file?");
    }

    private PrivateKey privateKey(Matcher block, byte[] curve, char[] password) {
        String label = block.group(1);
        if (block.group(2).indexOf(':') >= 0) { // headers: the encryption of before PKCS#8 (RFC 1421)
            throw new IllegalArgumentException(
                    path + " is encrypted in an old way; convert it with: openssl pkcs8 -topk8" + " -in " + path
                            + " -out key.pem");
        }
        try {
            byte[] pkcs8 = switch (label) {
                case "PRIVATE KEY" -> octets(block);
                case "ENCRYPTED PRIVATE KEY" -> decrypted(octets(block), password);
                case "RSA PRIVATE KEY" -> PrivateKeyDer.fromPkcs1(octets(block));
                case "EC PRIVATE KEY" -> PrivateKeyDer.fromSec1(octets(block), curve);
                default -> throw new GeneralSecurityException("a \"" + label + "\", which can't be read");
            };
            return PrivateKeyDer.read(pkcs8);
        } catch (GeneralSecurityException failure) {
            throw new IllegalArgumentException(path + " holds " + failure.getMessage(), failure);
        }
    }

    private byte[] decrypted(byte[] encrypted, char[] password) {
        if (password.length == 0) {
            throw new IllegalArgumentException(
                    path + " is encrypted; give its password as well (the setting keyfile_password)");
        }
        try {
            return PrivateKeyDer.decrypted(encrypted, password);
        } catch (GeneralSecurityException | IOException failure) {
            // What failed may quote what was decrypted wrongly.
            throw new IllegalArgumentException(path + " can't be decrypted; is its password right (in ASCII), and its"
                    + " encryption one that this JVM has? openssl pkcs8 -topk8 makes one that has it");
        }
    }

    private byte[] octets(Matcher block) {
        try {
            return Base64.getMimeDecoder().decode(block.group(2));
        } catch (IllegalArgumentException damaged) {
            throw new IllegalArgumentException(path + " holds a damaged block \"" + block.group(1) + "\"", damaged);
        }
    }

    private X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException failure) {
            throw new IllegalArgumentException(path + " holds a damaged certificate: " + failure.getMessage(), failure);
        }
    }
}
