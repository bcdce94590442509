// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Endpoint;
import amqp.adapter.tck.TestCertificates;
import amqp.client.settings.Setting;
import amqp.connection.EngineOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {
    @TempDir
    private Path folder;

    /** All that can be seen of options. */
    static Map<String, Object> view(ConnectionOptions options) {
        EngineOptions engine = options.engineOptions();
        Endpoint endpoint = options.endpoint(options.addresses().get(0));
        Map<String, Object> view = new TreeMap<>();
        view.put("addresses", options.addresses());
        view.put("virtualHost", options.virtualHost());
        view.put("login", engine.credentials().username());
        view.put("wishes", engine.mechanismWishes());
        view.put("properties", engine.clientProperties());
        view.put("tuning", engine.tuning());
        view.put("handshake", engine.handshakeTimeout());
        view.put("close", engine.closeTimeout());
        view.put("maxMessageSize", engine.maxMessageSize());
        view.put("multiplier", engine.backpressureMultiplier());
        view.put("highWaterMark", engine.highWaterMark());
        view.put("lowWaterMark", engine.lowWaterMark());
        view.put("connect", endpoint.connectTimeout());
        view.put("socket", endpoint.socket());
        view.put("tls", endpoint.tls().toString());
        view.put("call", options.callTimeout());
        view.put("publish", options.publishTimeout());
        view.put("publishBuffer", options.publishBuffer());
        view.put("assembly", engine.assemblyBound());
        view.put("inbox", options.inboxBound());
        view.put("dispatch", options.dispatch());
        RecoveryOptions recovery = options.recovery();
        view.put("strategy", recovery.strategy());
        view.put(
                "recovery",
                List.of(
                        recovery.firstConnect(),
                        recovery.order(),
                        recovery.onRefusal(),
                        recovery.reopenChannels(),
                        recovery.lostPublishes(),
                        recovery.whileDisconnected()));
        return view;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "uri; amqp://h/v; virtualHost; v",
                "uri; amqp://h?reconnect=fixed&reconnect_delay=50; strategy; Fixed[delay=PT0.05S]",
                "reconnect; none; strategy; None[]",
                "reconnect; fixed; strategy; Fixed[delay=PT1S]",
                "reconnect_delay; 5; strategy; Exponential[first=PT0.005S, factor=2.0, longest=PT5S, jitter=0.5]",
                "reconnect_delay; 9000; strategy; Exponential[first=PT9S, factor=2.0, longest=PT9S, jitter=0.5]",
                "reconnect_max_delay; 2000; strategy; Exponential[first=PT1S, factor=2.0, longest=PT2S, jitter=0.5]",
                "reconnect_jitter; 0; strategy; Exponential[first=PT1S, factor=2.0, longest=PT5S, jitter=0.0]",
                "reconnect_first; true; recovery; [true, IN_ORDER, GIVE_UP, false, UNKNOWN, BUFFER]",
                "address_order; shuffled; recovery; [false, SHUFFLED, GIVE_UP, false, UNKNOWN, BUFFER]",
                "on_refusal; retry; recovery; [false, IN_ORDER, RETRY, false, UNKNOWN, BUFFER]",
                "reopen_channels; true; recovery; [false, IN_ORDER, GIVE_UP, true, UNKNOWN, BUFFER]",
                "lost_publishes; republish; recovery; [false, IN_ORDER, GIVE_UP, false, REPUBLISH, BUFFER]",
                "while_disconnected; fail; recovery; [false, IN_ORDER, GIVE_UP, false, UNKNOWN, FAIL]",
                "publish_buffer; 9; publishBuffer; 9",
                "addresses; a , [::1]:7; addresses; [a:5672, [::1]:7]",
                "virtual_host; /v; virtualHost; /v",
                "username; me; login; me",
                "auth_mechanism; EXTERNAL,PLAIN; wishes; [EXTERNAL, PLAIN]",
                "tls; true; tls; TLS, trusting the system's authorities",
                "connection_timeout; 1500; connect; PT1.5S",
                "handshake_timeout; 1; handshake; PT0.001S",
                "call_timeout; 20; call; PT0.02S",
                "close_timeout; 3; close; PT0.003S",
                "publish_timeout; 0; publish; PT0S",
                "heartbeat; 0; tuning; Tuning[channelMax=2047, frameMax=131072, heartbeatSeconds=0]",
                "channel_max; 0; tuning; Tuning[channelMax=0, frameMax=131072, heartbeatSeconds=60]",
                "frame_max; 0; tuning; Tuning[channelMax=2047, frameMax=0, heartbeatSeconds=60]",
                "max_message_size; 9; maxMessageSize; 9",
                "assembly_bound; 17; assembly; 17",
                "inbox_bound; 17; inbox; 17",
                "backpressure_multiplier; 3; multiplier; 3.0",
                "high_water_mark; 1048577; highWaterMark; 1048577",
                "low_water_mark; 0; lowWaterMark; 0",
                "no_delay; false; socket; SocketOptions[noDelay=false, keepAlive=true, sendBuffer=0, receiveBuffer=0]",
                "keep_alive; false; socket; SocketOptions[noDelay=true, keepAlive=false, sendBuffer=0, receiveBuffer=0]",
                "send_buffer; 5; socket; SocketOptions[noDelay=true, keepAlive=true, sendBuffer=5, receiveBuffer=0]",
                "receive_buffer; 6; socket; SocketOptions[noDelay=true, keepAlive=true, sendBuffer=0, receiveBuffer=6]",
                "dispatch; io_thread; dispatch; IO_THREAD",
            })
    void setsWhatItSays(String name, String value, String part, String expected) {
        assertEquals(
                expected,
                view(ConnectionOptions.ofProperties(Map.of(name, value)))
                        .get(part)
                        .toString());
        assertNotEquals(
                expected, view(ConnectionOptions.builder().build()).get(part).toString());
    }

    @Test
    void tellsTheBrokerNameAndProperties() {
        var told = ConnectionOptions.ofProperties(Map.of("name", "it", "client_properties", "a=1, b=x=y"))
                .engineOptions()
                .clientProperties();
        assertEquals(
                "it 1 x=y",
                told.get("connection_name").asString() + " " + told.get("a").asString() + " "
                        + told.get("b").asString());
    }

    @Test
    void theUriCountsFirst() {
        var options = ConnectionOptions.ofProperties(Map.of(
                "addresses",
                "b",
                "uri",
                "amqps://u:p@a/v?heartbeat=5&channel_max=7",
                "heartbeat",
                "9",
                "username",
                "w"));
        assertEquals(List.of(new Address("b", 5671)), options.addresses());
        assertEquals(9, options.engineOptions().tuning().heartbeatSeconds());
        assertEquals(7, options.engineOptions().tuning().channelMax());
        assertEquals("w", view(options).get("login"));
    }

    static Stream<Arguments> choices() {
        return Stream.of(
                Arguments.of(Setting.ADDRESS_ORDER, AddressOrder.values()),
                Arguments.of(Setting.LOST_PUBLISHES, LostPublishes.values()),
                Arguments.of(Setting.WHILE_DISCONNECTED, WhileDisconnected.values()),
                Arguments.of(Setting.DISPATCH, Dispatch.values()));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void theChoicesAreTheConstants(Setting<String> setting, Enum<?>[] constants) {
        assertEquals(
                Stream.of(constants)
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()),
                Set.of(setting.unit().split(" or ")));
    }

    @Test
    void delaysAloneSwitchNothingOn() {
        ConnectionOptions.Builder off = ConnectionOptions.builder().recovery(RecoveryOptions.NONE);
        ConnectionOptions still = off.settings(Map.of("reconnect_delay", "5")).build();
        assertEquals(RecoveryOptions.NONE.strategy(), still.recovery().strategy());
        ConnectionOptions on = off.settings(Map.of("reconnect", "exponential")).build();
        assertEquals(RecoveryOptions.DEFAULT.strategy(), on.recovery().strategy());
    }

    @Test
    void whatIsNotNamedStays() {
        var options = ConnectionOptions.builder()
                .virtualHost("v")
                .settings(Map.of("heartbeat", "9"))
                .build();
        assertEquals("v", options.virtualHost());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "hartbeat; 1; \"hartbeat\" heartbeat",
                "conection_timeot; 1; connection_timeout",
                "heartbeat; soon; \"heartbeat\" seconds soon",
                "heartbeat; 65536; \"heartbeat\" 65535",
                "heartbeat; -1; \"heartbeat\"",
                "channel_max; 99999999999999999999; \"channel_max\"",
                "frame_max; 100; \"frame_max\" 4096",
                "connection_timeout; 0; \"connection_timeout\" milliseconds",
                "backpressure_multiplier; 0; \"backpressure_multiplier\"",
                "tls; yes; \"tls\" true",
                "verify; verify_none; \"verify\" trust_everyone_insecurely",
                "dispatch; here; \"dispatch\" io_thread",
                "client_properties; SECRET; \"client_properties\" key=value",
                "addresses; a,; host",
                "addresses; a:0; port",
                "addresses; [::1; ]",
                "uri; amqp://u:SECRET@; \"uri\" host",
                "uri; amqp://u:p@h?password=SECRET; \"password\"",
                "uri; amqp://u:p@h?keystore_password=SECRET&x; name=value",
                "keystore_password; SECRET; tls",
                "server_name_indication; x; tls",
                "high_water_mark; 5; water",
                "cacertfile; /ca.pem; tls",
            })
    void namesWhatIsWrong(String name, String value, String expected) {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> ConnectionOptions.ofProperties(Map.of(name, value)))
                .getMessage();
        for (String part : expected.split(" ")) {
            assertTrue(message.contains(part), message);
        }
        assertFalse(message.contains("SECRET"), message);
    }

    @Test
    void aUriSaysByItselfWhetherThereIsTls() {
        Map<String, String> settings = Map.of("uri", "amqp://h", "tls", "true");
        assertThrows(IllegalArgumentException.class, () -> ConnectionOptions.ofProperties(settings));
    }

    @Test
    void readsPropertiesWithAndWithoutPrefix() throws IOException {
        Path file = Files.writeString(folder.resolve("a.properties"), "amqp.heartbeat=7\namqp.name = é\nother=1\n");
        var options = ConnectionOptions.ofProperties(file, "amqp.");
        assertEquals(7, options.engineOptions().tuning().heartbeatSeconds());
        assertEquals(
                "é",
                options.engineOptions()
                        .clientProperties()
                        .get("connection_name")
                        .asString());
        assertThrows(IllegalArgumentException.class, () -> ConnectionOptions.ofProperties(file));
        Path plain = Files.writeString(folder.resolve("b.properties"), "heartbeat: 8");
        assertEquals(
                8,
                ConnectionOptions.ofProperties(plain).engineOptions().tuning().heartbeatSeconds());
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        Path missing = folder.resolve("missing");
        assertTrue(assertThrows(UncheckedIOException.class, () -> ConnectionOptions.ofProperties(missing))
                .getMessage()
                .contains("missing"));
        Path broken = Files.writeString(folder.resolve("broken"), "password=\\uSECRET");
        String message = assertThrows(IllegalArgumentException.class, () -> ConnectionOptions.ofProperties(broken))
                .getMessage();
        assertTrue(message.contains("broken") && !message.contains("SECRET"), message);
    }

    @Test
    void takesTlsFilesOfBothKinds() throws Exception {
        try (TestCertificates made = TestCertificates.create()) {
            takesTlsFiles(made);
        }
    }

    private void takesTlsFiles(TestCertificates made) throws Exception {
        Path store = folder.resolve("trust.p12");
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        try (var in = Files.newInputStream(made.authority());
                OutputStream out = Files.newOutputStream(store)) {
            trust.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            trust.store(out, "secret".toCharArray());
        }
        String pem = tls("cacertfile", made.authority(), "server_name_indication", "broker");
        assertEquals("TLS, trusting " + made.authority() + ", server name broker", pem);
        assertEquals("TLS, trusting " + store, tls("truststore", store, "truststore_password", "secret"));
        assertTrue(tls(
                        "certfile",
                        made.client().certificateFile(),
                        "keyfile",
                        made.client().keyFile())
                .contains("certificate " + made.client().certificateFile()));
        assertTrue(tls("verify", "trust_everyone_insecurely", "name", "n").contains("INSECURE"));
        assertRefused("check path, format and password", "truststore", store, "truststore_password", "SECRET");
        assertRefused("holds no private key", "keystore", store, "keystore_password", "secret");
        assertRefused("PKCS12", "truststore", store, "cacertfile", made.authority());
        assertRefused("come together", "certfile", made.client().certificateFile(), "name", "n");
    }

    @Test
    void takesTheKeyOfAnEncryptedFileByItsPassword() throws Exception {
        try (TestCertificates made = TestCertificates.create()) {
            String kind = "PBEWithSHA1AndDESede";
            Cipher cipher = Cipher.getInstance(kind);
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    SecretKeyFactory.getInstance(kind).generateSecret(new PBEKeySpec("secret".toCharArray())));
            byte[] encrypted = new EncryptedPrivateKeyInfo(
                            cipher.getParameters(),
                            cipher.doFinal(made.client().key().getEncoded()))
                    .getEncoded();
            Path key = Files.writeString(
                    folder.resolve("encrypted.key"),
                    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder().encodeToString(encrypted)
                            + "\n-----END ENCRYPTED PRIVATE KEY-----\n");
            Map<String, String> settings = new HashMap<>(Map.of(
                    "tls", "true", "certfile", made.client().certificateFile().toString(), "keyfile", key.toString()));
            assertTrue(assertThrows(IllegalArgumentException.class, () -> ConnectionOptions.ofProperties(settings))
                    .getMessage()
                    .contains("keyfile_password"));
            settings.put("keyfile_password", "secret");
            ConnectionOptions.ofProperties(settings);
            settings.put("tls", "false");
            assertThrows(IllegalArgumentException.class, () -> ConnectionOptions.ofProperties(settings));
        }
    }

    private static String tls(String one, Object first, String other, Object second) {
        var options =
                ConnectionOptions.ofProperties(Map.of("tls", "true", one, first.toString(), other, second.toString()));
        return options.endpoint(options.addresses().get(0)).tls().toString();
    }

    private static void assertRefused(String why, String one, Object first, String other, Object second) {
        String message = assertThrows(IllegalArgumentException.class, () -> tls(one, first, other, second))
                .getMessage();
        assertTrue(message.contains(why) && !message.contains("SECRET"), message);
    }

    @ParameterizedTest
    @CsvSource({
        "heartbeet=1, heartbeet",
        "heartbeat=soon, heartbeat",
        "heartbeat=65536, heartbeat",
        "connection_timeout=0, connection_timeout",
        "channel_max=-1, channel_max",
        "channel_max=65536, channel_max",
        "frame_max=100, frame_max",
        "frame_max=4294967296, frame_max",
        "cacertfile=/ca.pem, cacertfile",
    })
    void namesTheParameterThatIsWrong(String parameter, String expected) {
        IllegalArgumentException failure = assertThrows(
                IllegalArgumentException.class, () -> ConnectionOptions.ofUri("amqp://u:SECRET@host?" + parameter));
        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
        assertFalse(failure.getMessage().contains("SECRET"), failure.getMessage());
    }

    @Test
    void certificateAndKeyComeTogether() {
        assertThrows(
                IllegalArgumentException.class, () -> ConnectionOptions.ofUri("amqps://host?certfile=/client.pem"));
    }

    @Test
    void takesWhatUrisSay() {
        ConnectionOptions options = ConnectionOptions.ofUris(List.of(
                "amqps://me:secret@a/v?heartbeat=5&connection_timeout=1500&channel_max=9&frame_max=8192"
                        + "&auth_mechanism=AMQPLAIN,PLAIN&name=it&adapter=nio",
                "amqps://me:secret@b/v?heartbeat=5&connection_timeout=1500&channel_max=9&frame_max=8192"
                        + "&auth_mechanism=AMQPLAIN,PLAIN&name=it&adapter=nio"));
        assertEquals(List.of(new Address("a", 5671), new Address("b", 5671)), options.addresses());
        assertEquals("v", options.virtualHost());
        assertEquals(
                new amqp.connection.Tuning(9, 8192, 5), options.engineOptions().tuning());
        assertEquals(List.of("AMQPLAIN", "PLAIN"), options.engineOptions().mechanismWishes());
        assertEquals(
                Duration.ofMillis(1500),
                options.endpoint(options.addresses().get(0)).connectTimeout());
        assertTrue(options.endpoint(options.addresses().get(0)).tls().enabled());
    }

    @Test
    void showsTextOutsideAsciiInUris() {
        String encoded = java.net.URLEncoder.encode("é&=%", StandardCharsets.UTF_8);
        var options = ConnectionOptions.ofUri("amqp://h?name=" + encoded);
        assertEquals(
                "é&=%",
                options.engineOptions()
                        .clientProperties()
                        .get("connection_name")
                        .asString());
    }
}
