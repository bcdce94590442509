// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.netty;

import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.toolkit.Grace;
import amqp.tls.TlsException;
import amqp.tls.TlsOptions;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** TLS by Netty's handler, with an engine of the JDK or of OpenSSL; may be used by any thread. */
final class TlsHandlers {
    private static final Pattern OPENSSL_ALERT = Pattern.compile("(?:SSLV3|TLSV1|TLSV13)_ALERT_([A-Z_]+)");

    private final NettyOptions.Tls provider;
    private final ReentrantLock lock = new ReentrantLock();

    /** Contexts of OpenSSL, so that connections of the same options share their sessions. Guarded by the lock. */
    private final Map<TlsOptions, SslContext> contexts = new WeakHashMap<>();

    TlsHandlers(NettyOptions.Tls provider) {
        this.provider = provider;
    }

    /** @throws SSLException when OpenSSL doesn't take the options */
    SslHandler newHandler(Endpoint endpoint, ByteBufAllocator allocator) throws SSLException {
        SslHandler handler = newHandlerOfProvider(endpoint, allocator);
        // The transport's own deadline covers the handshake.
        handler.setHandshakeTimeoutMillis(0);
        handler.setCloseNotifyFlushTimeoutMillis(Grace.TO_WRITE.toMillis());
        return handler;
    }

    private SslHandler newHandlerOfProvider(Endpoint endpoint, ByteBufAllocator allocator) throws SSLException {
        TlsOptions options = endpoint.tls();
        if (provider == NettyOptions.Tls.JDK || options.trustManagers().isEmpty()) {
            return new SslHandler(options.newEngine(endpoint.host(), endpoint.port()));
        }
        // Made by the context, so that the engine decrypts all the records of a read in one call.
        SslHandler handler = context(options).newHandler(allocator, options.peerName(endpoint.host()), endpoint.port());
        options.configure(handler.engine(), endpoint.host());
        return handler;
    }

    private SslContext context(TlsOptions options) throws SSLException {
        lock.lock();
        try {
            SslContext context = contexts.get(options);
            if (context == null) {
                context = newContext(options);
                contexts.put(options, context);
            }
            return context;
        } finally {
            lock.unlock();
        }
    }

    private static SslContext newContext(TlsOptions options) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.OPENSSL);
        for (TrustManager trust : options.trustManagers()) {
            builder.trustManager(trust instanceof X509ExtendedTrustManager judge ? new PlainTrust(judge) : trust);
        }
        for (KeyManager key : options.keyManagers()) {
            builder.keyManager(key);
        }
        return builder.build();
    }

    /** What to close with when TLS has failed; other failures are given back. */
    static Throwable explained(Endpoint endpoint, Throwable failure, boolean established) {
        if (!established && within(failure, ClosedChannelException.class) != null) {
            return TlsException.endedInHandshake();
        }
        SSLException fault = within(failure, SSLException.class);
        if (fault == null || fault instanceof TlsException) {
            return failure;
        }
        int firstByte = fault instanceof NotSslRecordException ? 0 : -1;
        return TlsException.explaining(
                inWordsOfTheJdk(fault), endpoint.tls().peerName(endpoint.host()), established, firstByte);
    }

    /** The failure or the first of its causes of a kind; null where there is none. */
    private static <T> @Nullable T within(Throwable failure, Class<T> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return kind.cast(cause);
            }
        }
        return null;
    }

    /** OpenSSL names alerts in its own way. */
    private static SSLException inWordsOfTheJdk(SSLException failure) {
        Matcher alert = OPENSSL_ALERT.matcher(String.valueOf(failure.getMessage()));
        if (!alert.find()) {
            return failure;
        }
        return new SSLException("Received fatal alert: " + alert.group(1).toLowerCase(Locale.ROOT), failure);
    }
}
