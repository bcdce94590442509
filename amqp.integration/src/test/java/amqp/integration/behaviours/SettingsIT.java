// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Connection;
import amqp.client.ConnectionFailedException;
import amqp.client.ConnectionOptions;
import amqp.integration.support.Brokers;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnPrivateRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Connections made of named settings. */
class SettingsIT {
    private static final String SECRET = "secret";

    @TempDir
    private Path folder;

    @OnEveryBroker
    void aPropertiesFileConnects(Setup setup) throws IOException {
        Path file = Files.writeString(
                folder.resolve("amqp.properties"),
                "amqp.uri=" + setup.broker().uri() + "\namqp.adapter=" + setup.adapter()
                        + "\namqp.heartbeat=7\namqp.channel_max=9\namqp.frame_max=8192\namqp.name=settings\nother=1\n");
        try (var session = Session.with(ConnectionOptions.ofProperties(file, "amqp."))) {
            assertFalse(session.queue().isEmpty());
            assertEquals(7, session.connection().tuning().heartbeatSeconds());
            assertEquals(9, session.connection().tuning().channelMax());
            assertEquals(8192, session.connection().tuning().frameMax());
        }
    }

    @OnEveryBroker
    void severalAddressesAreTriedInOrder(Setup setup) {
        int port = setup.broker().port();
        String host = setup.broker().uri().getHost();
        var settings = Map.of(
                "uri", setup.broker().uri().toString(),
                "addresses", "localhost:1, " + host + ":" + port,
                "adapter", setup.adapter());
        try (var session = Session.with(ConnectionOptions.ofProperties(settings))) {
            assertEquals(host + ":" + port, session.connection().address().toString());
        }
    }

    @OnEveryBroker
    void aWrongPasswordIsRefusedAndNotShown(Setup setup) {
        var settings = Map.of(
                "uri", setup.broker().uri().toString(),
                "username", setup.broker().user(),
                "password", "wrong-" + SECRET,
                "adapter", setup.adapter());
        var failure = Stages.failure(
                ConnectionFailedException.class, Connection.open(ConnectionOptions.ofProperties(settings)));
        assertTrue(failure.isRefused(), failure.getMessage());
        assertFalse(failure.getMessage().contains(SECRET), failure.getMessage());
    }

    private Map<String, String> tls(Setup setup) {
        Map<String, String> settings = new HashMap<>();
        settings.put("tls", "true");
        settings.put("addresses", "localhost:" + Brokers.node().tlsPort());
        settings.put("adapter", setup.adapter());
        return settings;
    }

    private static void connects(Map<String, String> settings) {
        try (var session = Session.with(ConnectionOptions.ofProperties(settings))) {
            assertFalse(session.queue().isEmpty());
        }
    }

    private static void isRefused(Map<String, String> settings) {
        Stages.failure(ConnectionFailedException.class, Connection.open(ConnectionOptions.ofProperties(settings)));
    }

    @OnPrivateRabbitMq
    void pkcs12FilesAreTrustAndLogin(Setup setup) throws Exception {
        var settings = tls(setup);
        settings.put("truststore", trustStore().toString());
        settings.put("truststore_password", SECRET);
        connects(settings);
        settings.put("keystore", keyStore().toString());
        settings.put("keystore_password", SECRET);
        settings.put("auth_mechanism", "EXTERNAL");
        connects(settings);
    }

    @OnPrivateRabbitMq
    void pemFilesAreTrustAndLogin(Setup setup) {
        var client = Brokers.certificates().client();
        var settings = tls(setup);
        settings.put("cacertfile", Brokers.certificates().authority().toString());
        settings.put("certfile", client.certificateFile().toString());
        settings.put("keyfile", client.keyFile().toString());
        settings.put("auth_mechanism", "EXTERNAL");
        connects(settings);
    }

    @OnPrivateRabbitMq
    void theServersNameIsVerified(Setup setup) {
        var settings = tls(setup);
        settings.put("cacertfile", Brokers.certificates().authority().toString());
        settings.put("server_name_indication", "localhost");
        connects(settings);
        settings.put("server_name_indication", "elsewhere.example");
        isRefused(settings);
    }

    @OnPrivateRabbitMq
    void onlyWhoAsksTrustsEveryone(Setup setup) {
        var settings = tls(setup);
        isRefused(settings);
        settings.put("verify", "trust_everyone_insecurely");
        connects(settings);
    }

    private Path trustStore() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(Brokers.certificates().authority())) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        return saved(store, "trust.p12");
    }

    private Path keyStore() throws Exception {
        var client = Brokers.certificates().client();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", client.key(), SECRET.toCharArray(), new Certificate[] {client.certificate()});
        return saved(store, "key.p12");
    }

    private Path saved(KeyStore store, String name) throws Exception {
        Path file = folder.resolve(name);
        try (var out = Files.newOutputStream(file)) {
            store.store(out, SECRET.toCharArray());
        }
        return file;
    }
}
