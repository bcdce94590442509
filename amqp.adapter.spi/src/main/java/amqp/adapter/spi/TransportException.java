// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi;

import amqp.tls.TlsException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import org.jspecify.annotations.Nullable;

/** Connecting failed or a connection broke; the message is a sentence that names the peer. */
public final class TransportException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Whether {@link Transport#close} or {@link Adapter#close} was the cause. */
    private final boolean closedHere;

    private TransportException(String message, @Nullable Throwable cause, boolean closedHere) {
        super(message, cause);
        this.closedHere = closedHere;
    }

    /** Creates an exception without a cause. */
    public TransportException(String message) {
        this(message, null, false);
    }

    /** Creates an exception with a cause. */
    public TransportException(String message, Throwable cause) {
        this(message, cause, false);
    }

    /** Returns whether this side closed the transport. */
    public boolean closedHere() {
        return closedHere;
    }

    /** Returns the cause of a close by this side. */
    public static TransportException closedBy(Endpoint endpoint) {
        return new TransportException(
                "The connection to " + endpoint.address() + " was closed by this side", null, true);
    }

    /** Returns the cause for {@link TransportHandler#closed} when the peer has ended the stream. */
    public static EOFException endedBy(Endpoint endpoint) {
        return new EOFException("The peer " + endpoint.address() + " ended the connection");
    }

    /**
     * Returns whether the peer did not answer at all, instead of refusing or failing.
     *
     * @param cause the cause with which a transport was closed
     */
    public static boolean isSilence(Throwable cause) {
        return cause instanceof SocketTimeoutException
                || cause instanceof TransportException && cause.getCause() instanceof SocketTimeoutException;
    }

    /** Returns the exception for a connect that took longer than {@link Endpoint#connectTimeout}. */
    public static TransportException connectTimedOut(Endpoint endpoint) {
        return new TransportException(
                "Cannot connect to " + endpoint.address() + ": no connection within "
                        + endpoint.connectTimeout().toMillis()
                        + " ms; is the host up, and does a firewall let it through?",
                new SocketTimeoutException("no connection in time"));
    }

    /** Returns an exception that says in one sentence why connecting failed. */
    public static TransportException connectFailed(Endpoint endpoint, Throwable cause) {
        if (cause instanceof TransportException known) {
            return known;
        }
        return new TransportException(
                "Cannot connect to " + endpoint.address() + ": " + reason(endpoint, cause), cause);
    }

    /** Returns the exception for an open connection that broke. */
    public static TransportException lost(Endpoint endpoint, Throwable cause) {
        return new TransportException("The connection to " + endpoint.address() + " was lost: " + text(cause), cause);
    }

    /**
     * Returns the cause with which to close a transport after a failure. For failures of TLS and of I/O it is an
     * exception whose sentence names the peer; a {@link TransportException}, an {@link EOFException} or an exception
     * that is not an {@link IOException} is returned as it is.
     *
     * @param connected whether the peer was reached before
     */
    public static Throwable explained(Endpoint endpoint, Throwable failure, boolean connected) {
        if (failure instanceof TransportException || failure instanceof EOFException) {
            return failure;
        }
        if (failure instanceof TlsException known) {
            return tlsFailed(endpoint, known);
        }
        if (failure instanceof IOException) {
            return connected ? lost(endpoint, failure) : connectFailed(endpoint, failure);
        }
        return failure;
    }

    private static TransportException tlsFailed(Endpoint endpoint, TlsException failure) {
        String what = failure.established() ? "TLS failed on the connection to " : "The TLS handshake failed with ";
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return new TransportException(what + endpoint.address() + ": " + failure.getMessage(), cause);
    }

    private static String reason(Endpoint endpoint, Throwable cause) {
        if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return "the host name \"" + endpoint.host() + "\" can't be resolved; is it spelt right?";
        }
        if (cause instanceof NoRouteToHostException) {
            return "no route to the host; is it up, and is the network reachable?";
        }
        if (cause instanceof SocketTimeoutException) {
            return "no answer in time; is the host up, and does a firewall let it through?";
        }
        if (cause instanceof ConnectException && text(cause).contains("refused")) {
            return "connection refused; is the broker listening there?";
        }
        return text(cause);
    }

    private static String text(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
