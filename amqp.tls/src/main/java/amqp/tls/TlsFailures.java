// SPDX-License-Identifier: MPL-2.0
package amqp.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says why TLS failed: the messages of the JDK alone help few people. */
final class TlsFailures {
    private TlsFailures() {}

    static @Nullable String reason(SSLException failure, String peerName, boolean established, int firstByte) {
        if (!established && (firstByte >= 0 && firstByte < 20 || firstByte > 23)) {
            return "the peer does not speak TLS on this port; is it the port for plain connections?";
        }
        String alert = alert(failure);
        if (alert.equals("unrecognized_name")) {
            return "the peer does not know the host \"" + peerName + "\" (alert \"" + alert + "\")";
        }
        if (!alert.isEmpty()) {
            return established
                    ? "the peer sent the alert \"" + alert + "\" after the handshake; with TLS 1.3 that is how a peer "
                            + "refuses this side's certificate, or asks for one where none was given"
                    : "the peer refused with the alert \"" + alert + "\"";
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String known = certificateReason(peerName, cause);
            if (!known.isEmpty()) {
                return known;
            }
        }
        return failure.getMessage();
    }

    private static String certificateReason(String peerName, Throwable cause) {
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
            return wrongName(peerName, message);
        }
        return "";
    }

    static String wrongName(String peerName, String detail) {
        return "the peer's certificate is not for the host \"" + peerName + "\" (" + detail + ")";
    }

    private static String alert(SSLException failure) {
        String marker = "fatal alert: ";
        String message = String.valueOf(failure.getMessage());
        int at = message.indexOf(marker);
        return at < 0 ? "" : message.substring(at + marker.length());
    }
}
