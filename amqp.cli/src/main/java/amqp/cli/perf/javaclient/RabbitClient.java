// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.javaclient;

import amqp.cli.perf.client.ClientSettings;
import amqp.cli.perf.client.LoadChannel;
import amqp.cli.perf.client.LoadClient;
import amqp.cli.perf.client.LoadConnection;
import amqp.cli.perf.client.LoadEvents;
import amqp.cli.terminal.CommandFailedException;
import com.rabbitmq.client.Address;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.Recoverable;
import com.rabbitmq.client.RecoveryListener;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** A client of com.rabbitmq.client's API, whatever factory is behind it. */
final class RabbitClient implements LoadClient {
    private static final int CLOSE_MILLIS = 5000;

    private final ConnectionFactory factory;
    private final List<Address> addresses;
    private final String description;

    RabbitClient(ConnectionFactory factory, ClientSettings settings, String description) {
        this.factory = factory;
        this.description = description;
        this.addresses = settings.options().addresses().stream()
                .map(address -> new Address(address.host(), address.port()))
                .toList();
        try {
            configure(settings);
        } catch (URISyntaxException | GeneralSecurityException | RuntimeException e) {
            throw new CommandFailedException("cannot set up " + description + ": " + e.getMessage(), e);
        }
    }

    private void configure(ClientSettings settings) throws URISyntaxException, GeneralSecurityException {
        factory.setUri(settings.uri().replaceFirst("\\?.*", "")); // the settings in it are this SDK's
        settings.login().ifPresent(login -> {
            factory.setUsername(login.getUserName());
            factory.setPassword(new String(login.getPassword()));
        });
        factory.setVirtualHost(settings.options().virtualHost());
        factory.setConnectionTimeout((int) settings.options().connectTimeout().toMillis());
        factory.setHandshakeTimeout((int) settings.options().handshakeTimeout().toMillis());
        factory.setAutomaticRecoveryEnabled(settings.reconnects());
        factory.setNetworkRecoveryInterval(1000);
        if (settings.options().mechanisms().equals(List.of("EXTERNAL"))) {
            factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
        } else if (!settings.options().mechanisms().contains("PLAIN")) {
            throw new IllegalArgumentException("it logs in by PLAIN, or by EXTERNAL alone; give one of them by --sasl");
        }
        if (settings.options().tls().enabled()) {
            factory.useSslProtocol(settings.options().tls().sslContext());
            factory.enableHostnameVerification();
        }
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public LoadConnection connect(String name, LoadEvents events) {
        try {
            return new Opened(factory.newConnection(addresses, name), events);
        } catch (IOException | TimeoutException e) {
            throw Failed.because("cannot open a connection", e);
        }
    }

    private final class Opened implements LoadConnection, RecoveryListener {
        private final Connection connection;
        private final LoadEvents events;

        Opened(Connection connection, LoadEvents events) {
            this.connection = connection;
            this.events = events;
            connection.addShutdownListener(this::ended);
            if (connection instanceof Recoverable recoverable) {
                recoverable.addRecoveryListener(this);
            }
        }

        private void ended(ShutdownSignalException why) {
            if (why.isInitiatedByApplication()) {
                return;
            }
            if (factory.isAutomaticRecoveryEnabled()) {
                events.lost(why.getMessage());
            } else {
                events.failed(Failed.because("the connection was lost", why));
            }
        }

        @Override
        public void handleRecoveryStarted(Recoverable recoverable) {
            // Told when it was lost.
        }

        @Override
        public void handleRecovery(Recoverable recoverable) {
            events.recovered();
        }

        @Override
        public LoadChannel openChannel() {
            try {
                return new RabbitChannel(connection.openChannel().orElseThrow(), events);
            } catch (IOException | RuntimeException e) {
                throw Failed.because("cannot open a channel", e);
            }
        }

        @Override
        public void close() {
            try {
                connection.close(CLOSE_MILLIS);
            } catch (IOException | AlreadyClosedException gone) {
                connection.abort(CLOSE_MILLIS); // ends the attempts to bring it back as well
            }
        }
    }
}
