// SPDX-License-Identifier: MPL-2.0
package amqp.tls;

import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** TLS failed; the message says why. The cause is the JDK's exception. */
public final class TlsException extends SSLException {
    private static final long serialVersionUID = 1L;

    private final boolean established;

    private TlsException(@Nullable String reason, @Nullable SSLException cause, boolean established) {
        super(reason, cause);
        this.established = established;
    }

    /**
     * Returns an exception that explains a failure of an engine.
     *
     * @param peerName the name that the peer's certificate is verified against: {@link TlsOptions#peerName}
     * @param established whether the handshake was complete
     * @param firstByte the first byte that the peer sent, 0 to 255, which reveals a peer without TLS; -1 if it is
     *     unknown
     */
    public static TlsException explaining(SSLException failure, String peerName, boolean established, int firstByte) {
        return new TlsException(TlsFailures.reason(failure, peerName, established, firstByte), failure, established);
    }

    /** Returns the exception for a stream that the peer ended during the handshake. */
    public static TlsException endedInHandshake() {
        return new TlsException("the peer ended the connection; does it speak TLS on this port?", null, false);
    }

    /** The peer is somebody else than who was asked for. */
    static TlsException wrongPeer(String reason) {
        return new TlsException(reason, null, false);
    }

    /** Returns whether the handshake was complete before; if not, the peer was never verified. */
    public boolean established() {
        return established;
    }
}
