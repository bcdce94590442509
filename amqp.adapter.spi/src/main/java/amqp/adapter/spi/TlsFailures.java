// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;

/**
 * Says in one sentence why TLS failed: the messages of the JDK alone help few people. For adapters whose library drives
 * the engine; {@link TlsFilter} does it for the others.
 */
public final class TlsFailures {
    private TlsFailures() {}

    /**
     * TLS failed within the handshake or after it.
     *
     * @param established whether the handshake was done
     * @param firstOctet the first octet that the peer sent, which tells a peer without TLS; -1 where it isn't known
     */
    public static TransportException explain(
            Endpoint endpoint, SSLException failure, boolean established, int firstOctet) {
        String what = established ? "TLS failed on the connection to " : "The TLS handshake failed with ";
        return new TransportException(
                what + endpoint.address() + ": " + reason(endpoint, failure, established, firstOctet), failure);
    }

    /** The end of the stream in the middle of a handshake. */
    public static TransportException endedInHandshake(Endpoint endpoint) {
        return new TransportException("The TLS handshake failed with " + endpoint.address()
                + ": the peer ended the connection; does it speak TLS on this port?");
    }

    private static String reason(Endpoint endpoint, SSLException failure, boolean established, int firstOctet) {
        if (!established && (firstOctet >= 0 && firstOctet < 20 || firstOctet > 23)) {
            return "the peer does not speak TLS on this port; is it the port for plain connections?";
        }
        String alert = alert(failure);
        if (!alert.isEmpty()) {
            return established
                    ? "the peer sent the alert \"" + alert + "\" after the handshake; with TLS 1.3 that is how a peer "
                            + "refuses this side's certificate, or asks for one where none was given"
                    : "the peer refused with the alert \"" + alert + "\"";
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String known = certificateReason(endpoint, cause);
            if (!known.isEmpty()) {
                return known;
            }
        }
        return failure.getMessage();
    }

    private static String certificateReason(Endpoint endpoint, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
            return "the peer's certificate is out of its time of validity (" + message + ")";
        }
        if (cause instanceof CertPathBuilderException
                || cause instanceof CertPathValidatorException && cause.getCause() == null) {
            return "the peer's certificate is not trusted; is its authority among those this side trusts?";
        }
        if (cause instanceof CertificateException
                && (message.startsWith("No name") || message.startsWith("No subject"))) {
            return "the peer's certificate is not for the host \"" + endpoint.host() + "\" (" + message + ")";
        }
        return "";
    }

    private static String alert(SSLException failure) {
        String marker = "fatal alert: ";
        String message = String.valueOf(failure.getMessage());
        int at = message.indexOf(marker);
        return at < 0 ? "" : message.substring(at + marker.length());
    }
}
