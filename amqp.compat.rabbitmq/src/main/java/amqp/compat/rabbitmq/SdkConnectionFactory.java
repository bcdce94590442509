// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import amqp.client.ConnectionOptions;
import amqp.tls.TlsOptions;
import com.rabbitmq.client.AddressResolver;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MetricsCollector;
import com.rabbitmq.client.NoOpMetricsCollector;
import com.rabbitmq.client.SocketConfigurator;
import com.rabbitmq.client.SslContextFactory;
import com.rabbitmq.client.TrafficListener;
import com.rabbitmq.client.impl.recovery.RecoveredQueueNameSupplier;
import com.rabbitmq.client.impl.recovery.RetryHandler;
import com.rabbitmq.client.observation.ObservationCollector;
import java.io.IOException;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A {@code com.rabbitmq.client.ConnectionFactory} whose connections run on this SDK: a program changes the line that
 * creates its factory, and nothing else.
 *
 * <pre>{@code
 * ConnectionFactory factory = new SdkConnectionFactory();
 * factory.setUri("amqp://guest:guest@localhost");
 * Connection connection = factory.newConnection();
 * }</pre>
 *
 * <p>The settings are those of {@link ConnectionFactory}. Those that are about its sockets and threads
 * ({@link #setSocketFactory}, {@link #setSocketConfigurator}) are refused with {@link UnsupportedOperationException}, and its
 * choice between blocking I/O, NIO and Netty has no effect: {@link #customize} gives access to the SDK's own options instead.
 */
public class SdkConnectionFactory extends ConnectionFactory {
    private UnaryOperator<ConnectionOptions.Builder> customizer = UnaryOperator.identity();
    private TlsOptions tls = TlsOptions.NONE;
    private @Nullable SslContextFactory contexts;

    /** Creates a factory with {@link ConnectionFactory}'s defaults. */
    public SdkConnectionFactory() {}

    /**
     * Sets what is done with the SDK's options before each connection is opened, for what {@link ConnectionFactory} has no
     * setting for: the adapter, sizes of buffers, an observer.
     *
     * @param customizer is given a builder with the settings of this factory, and returns the one to be used
     * @return this factory
     */
    public SdkConnectionFactory customize(UnaryOperator<ConnectionOptions.Builder> customizer) {
        this.customizer = customizer;
        return this;
    }

    /**
     * Opens a connection; all other forms of {@code newConnection} come here.
     *
     * @param executor where consumers are called; null for the SDK's own threads
     * @param addressResolver asked now, and again before each attempt to come back
     * @param clientProvidedName shown in the broker's management; null for none
     * @throws IOException when no address can be reached or the broker refuses
     * @throws TimeoutException when the broker does not answer in time
     */
    @Override
    public Connection newConnection(
            @Nullable ExecutorService executor, AddressResolver addressResolver, @Nullable String clientProvidedName)
            throws IOException, TimeoutException {
        FactorySettings settings = new FactorySettings(this, params(executor));
        ConnectionOptions.Builder options = settings.options(addressResolver, clientProvidedName, tls());
        if (executor != null) {
            options.executor(executor);
        }
        MetricsCollector metrics = getMetricsCollector();
        amqp.client.Connection opened = Waits.forConnection(
                amqp.client.Connection.open(customizer.apply(options).build()));
        KeepAlive.until(opened, getThreadFactory());
        return new SdkConnection(
                opened,
                getExceptionHandler(),
                metrics == null ? new NoOpMetricsCollector() : metrics,
                clientProvidedName,
                settings.comesBack());
    }

    private TlsOptions tls() {
        return contexts == null ? tls : TlsOptions.of(contexts.create(null));
    }

    // ---- settings that ConnectionFactory keeps to itself ----

    /** Verifies the broker's certificate by the context, and its name always. */
    @Override
    protected void useSslProtocol(SSLContext context, boolean hostnameVerification) {
        super.useSslProtocol(context, hostnameVerification);
        tls = TlsOptions.of(context);
    }

    @Override
    public void useTlsWithNoVerification() throws NoSuchAlgorithmException, KeyManagementException {
        super.useTlsWithNoVerification();
        tls = TlsOptions.trustEveryoneInsecurely();
    }

    @Override
    public void setSslContextFactory(SslContextFactory factory) {
        super.setSslContextFactory(factory);
        contexts = factory;
    }

    // ---- settings of sockets, which are the adapter's here ----

    /** Not supported: Netty moves the bytes by {@code customize(options -> options.adapter("netty"))}. */
    @Override
    public NettyConfiguration netty() {
        throw unsupported("amqp-client's Netty");
    }

    /** Not supported, except for what {@link #useSslProtocol(SSLContext)} sets by it. */
    @Override
    public void setSocketFactory(SocketFactory factory) {
        if (!(factory instanceof javax.net.ssl.SSLSocketFactory)) {
            throw unsupported("a socket factory");
        }
        super.setSocketFactory(factory);
    }

    /** Not supported: see {@link amqp.client.ConnectionOptions.Builder#socket}. */
    @Override
    public void setSocketConfigurator(SocketConfigurator configurator) {
        throw unsupported("a socket configurator");
    }

    /** Not supported: see {@link amqp.client.Connection#traceFrames}. */
    @Override
    public void setTrafficListener(TrafficListener listener) {
        throw unsupported("a traffic listener");
    }

    /** Not supported: see {@link amqp.client.ConnectionOptions.Builder#observer}. */
    @Override
    public void setObservationCollector(ObservationCollector collector) {
        throw unsupported("an observation collector");
    }

    /** Not supported: queues that the broker has named get new names from it. */
    @Override
    public void setRecoveredQueueNameSupplier(RecoveredQueueNameSupplier supplier) {
        throw unsupported("a supplier of queue names");
    }

    /** Not supported: see {@link amqp.client.RecoveryOptions.Builder#entityAttempts}. */
    @Override
    public void setTopologyRecoveryRetryHandler(RetryHandler handler) {
        throw unsupported("a retry handler");
    }

    private static UnsupportedOperationException unsupported(String what) {
        return new UnsupportedOperationException(
                what + " is not supported by this SDK: customize(...) gives access to its own options");
    }
}
