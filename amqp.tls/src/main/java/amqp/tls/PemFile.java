// SPDX-License-Identifier: MPL-2.0
package amqp.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The certificates or the private key of a PEM file (RFC 7468). Messages name the file, never its content. */
record PemFile(Path path, String text) {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    /** DER of version 0 and the algorithm rsaEncryption, which PKCS#8 puts before a PKCS#1 key. */
    private static final byte[] RSA_PREFIX = {
        2, 1, 0, 0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
    };

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

    PrivateKey privateKey() {
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            switch (block.group(1)) {
                case "PRIVATE KEY":
                    return key(octets(block));
                case "RSA PRIVATE KEY":
                    if (block.group(2).indexOf(':') < 0) {
                        return key(fromPkcs1(octets(block)));
                    }
                    throw inconvertible("is encrypted");
                case "EC PRIVATE KEY":
                    throw inconvertible("holds an EC key in the old format");
                case "ENCRYPTED PRIVATE KEY":
                    throw inconvertible("is encrypted");
                default:
                    break; // Parameters, or certificates in the same file.
            }
        }
        throw new IllegalArgumentException(path + " holds no block \"BEGIN PRIVATE KEY\"; is it a PEM file?");
    }

    private IllegalArgumentException inconvertible(String what) {
        return new IllegalArgumentException(
                path + " " + what + "; convert it with: openssl pkcs8 -topk8 -nocrypt -in " + path + " -out key.pem");
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

    /** A PKCS#8 key says what it is for inside, but the JDK wants to be told: so try. */
    private PrivateKey key(byte[] pkcs8) {
        for (String algorithm : List.of("RSA", "EC", "EdDSA", "RSASSA-PSS")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException otherAlgorithm) {
                // The next one, then.
            }
        }
        throw new IllegalArgumentException(path + " holds a private key that is damaged or not RSA, EC or EdDSA");
    }

    private static byte[] fromPkcs1(byte[] pkcs1) {
        byte[] wrapped = der(0x04, pkcs1);
        byte[] content = ByteBuffer.allocate(RSA_PREFIX.length + wrapped.length)
                .put(RSA_PREFIX)
                .put(wrapped)
                .array();
        return der(0x30, content);
    }

    /** A DER value with a length of two octets, enough for any key. */
    private static byte[] der(int tag, byte[] content) {
        return ByteBuffer.allocate(4 + content.length)
                .put((byte) tag)
                .put((byte) 0x82)
                .putShort((short) content.length)
                .put(content)
                .array();
    }
}
