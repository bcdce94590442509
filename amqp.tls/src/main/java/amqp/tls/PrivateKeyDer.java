// SPDX-License-Identifier: MPL-2.0
package amqp.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Private keys in DER, in whatever of the usual forms, made into PKCS#8 (RFC 5958), which the JDK reads. */
final class PrivateKeyDer {
    private static final int INTEGER = 2;
    private static final int OCTET_STRING = 4;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xa0;

    private static final byte[] VERSION_0 = {INTEGER, 1, 0};

    /** The algorithm rsaEncryption, with its empty parameters. */
    private static final byte[] RSA = {
        SEQUENCE, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
    };

    /** The object identifier id-ecPublicKey, which a curve follows. */
    private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

    private PrivateKeyDer() {}

    /** A PKCS#8 key says what it is for inside, but the JDK wants to be told: so try. */
    static PrivateKey read(byte[] pkcs8) throws GeneralSecurityException {
        for (String algorithm : List.of("RSA", "EC", "EdDSA", "RSASSA-PSS")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException otherAlgorithm) {
                // The next one, then.
            }
        }
        throw new GeneralSecurityException("a private key that is damaged or not RSA, EC or EdDSA");
    }

    /** Decrypts what PKCS#8 calls EncryptedPrivateKeyInfo. */
    static byte[] decrypted(byte[] encrypted, char[] password) throws GeneralSecurityException, IOException {
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
        // PBES2 has its algorithms among its parameters, where the JDK says them as it wants them said.
        boolean composed =
                info.getAlgName().startsWith("PBES2") || info.getAlgName().startsWith("1.");
        String algorithm = composed ? info.getAlgParameters().toString() : info.getAlgName();
        PBEKeySpec spec = new PBEKeySpec(password);
        try {
            SecretKey key = SecretKeyFactory.getInstance(algorithm).generateSecret(spec);
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
            return info.getKeySpec(cipher).getEncoded();
        } finally {
            spec.clearPassword();
        }
    }

    /** An RSA key of PKCS#1 (RFC 8017). */
    static byte[] fromPkcs1(byte[] pkcs1) {
        return der(SEQUENCE, VERSION_0, RSA, der(OCTET_STRING, pkcs1));
    }

    /**
     * An EC key of SEC 1 (RFC 5915).
     *
     * @param curve DER of its parameters, for a key that does not have them; may be empty
     */
    static byte[] fromSec1(byte[] sec1, byte[] curve) throws GeneralSecurityException {
        byte[] own = parameters(sec1);
        byte[] used = own.length == 0 ? curve : own;
        if (used.length == 0) {
            throw new GeneralSecurityException("an EC key that does not name its curve");
        }
        return der(SEQUENCE, VERSION_0, der(SEQUENCE, EC, used), der(OCTET_STRING, sec1));
    }

    /** What stands in the parameters of a key of SEC 1; empty where it has none. */
    private static byte[] parameters(byte[] sec1) throws GeneralSecurityException {
        try {
            ByteBuffer key = content(ByteBuffer.wrap(sec1), SEQUENCE);
            content(key, INTEGER);
            content(key, OCTET_STRING);
            boolean any = key.hasRemaining() && (key.get(key.position()) & 0xff) == PARAMETERS;
            ByteBuffer found = any ? content(key, PARAMETERS) : ByteBuffer.allocate(0);
            byte[] octets = new byte[found.remaining()];
            found.get(octets);
            return octets;
        } catch (RuntimeException cutOff) {
            throw new GeneralSecurityException("an EC key that is damaged", cutOff);
        }
    }

    /** Takes the next value, of that tag, and gives its content. */
    private static ByteBuffer content(ByteBuffer source, int tag) {
        if ((source.get() & 0xff) != tag) {
            throw new IllegalArgumentException("another tag than " + tag);
        }
        int length = source.get() & 0xff;
        if (length > 0x80) {
            int octets = length & 0x7f;
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = length << 8 | source.get() & 0xff;
            }
        }
        ByteBuffer content = source.slice(source.position(), length);
        source.position(source.position() + length);
        return content;
    }

    /** A DER value: its length in as few octets as it takes, at most two, enough for any key. */
    private static byte[] der(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteBuffer value = ByteBuffer.allocate(4 + length).put((byte) tag);
        if (length >= 0x100) {
            value.put((byte) 0x82).putShort((short) length);
        } else if (length >= 0x80) {
            value.put((byte) 0x81).put((byte) length);
        } else {
            value.put((byte) length);
        }
        Arrays.stream(parts).forEach(value::put);
        return Arrays.copyOf(value.array(), value.position());
    }
}
