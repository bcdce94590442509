// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import javax.security.auth.x500.X500Principal;

/** A certificate authority with a key on curve P-256 that lives as long as the test. */
final class Issuer {
    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.objectId("2a8648ce3d040302"));
    private static final String BASIC_CONSTRAINTS = "551d13";
    private static final String ALTERNATIVE_NAME = "551d11";
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final X500Principal name;
    private final PrivateKey key;
    private final X509Certificate certificate;
    private int serial;

    Issuer(String commonName, Instant from, Instant to) throws GeneralSecurityException {
        var pair = newKey();
        name = new X500Principal("CN=" + commonName);
        key = pair.getPrivate();
        var authority = extension(BASIC_CONSTRAINTS, Der.sequence(Der.TRUE));
        certificate = sign(name, pair.getPublic(), from, to, authority);
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** A certificate for a client, or for anything without a host name. */
    X509Certificate issue(String commonName, PublicKey holder, Instant from, Instant to)
            throws GeneralSecurityException {
        return sign(new X500Principal("CN=" + commonName), holder, from, to);
    }

    /** A certificate for a server at this name and this IPv4 address. */
    X509Certificate issue(String host, byte[] address, PublicKey holder, Instant from, Instant to)
            throws GeneralSecurityException {
        var names = Der.sequence(Der.text(DNS_NAME, host), Der.value(IP_ADDRESS, address));
        return sign(new X500Principal("CN=" + host), holder, from, to, extension(ALTERNATIVE_NAME, names));
    }

    static KeyPair newKey() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** RFC 5280 §4.1: what is to be signed, the algorithm, the signature. */
    private X509Certificate sign(
            X500Principal subject, PublicKey holder, Instant from, Instant to, byte[]... extensions)
            throws GeneralSecurityException {
        var version3 = Der.explicit(0, Der.value(Der.INTEGER, new byte[] {2}));
        var number = Der.value(Der.INTEGER, BigInteger.valueOf(++serial).toByteArray());
        var validity = Der.sequence(time(from), time(to));
        var more = extensions.length == 0 ? new byte[0] : Der.explicit(3, Der.sequence(extensions));
        var content = Der.sequence(
                version3,
                number,
                ECDSA_WITH_SHA256,
                name.getEncoded(),
                validity,
                subject.getEncoded(),
                holder.getEncoded(),
                more);
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(content);
        var whole = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] extension(String objectId, byte[] value) {
        var critical = objectId.equals(BASIC_CONSTRAINTS) ? Der.TRUE : new byte[0];
        return Der.sequence(Der.objectId(objectId), critical, Der.value(Der.OCTET_STRING, value));
    }

    private static byte[] time(Instant time) {
        return Der.text(Der.UTC_TIME, UTC_TIME.format(time));
    }
}
