// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.SocketOptions;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;

/**
 * A builder on its way through named settings. What only has a sense together with something else (user and password,
 * the files of TLS, the default port) is kept until {@link #finish}.
 */
final class SettingsDraft {
    private final ConnectionOptions.Builder options;
    private final TlsSettings tls = new TlsSettings();
    private final ReconnectSettings reconnect = new ReconnectSettings();
    private Optional<String> addresses = Optional.empty();
    private String username = "";
    private String password = "";
    private Optional<AmqpUri> uri = Optional.empty();

    SettingsDraft(ConnectionOptions.Builder options) {
        this.options = options;
    }

    /** Sets what the map says; its URI counts first, whatever the order of the map. */
    static void apply(Map<String, String> settings, ConnectionOptions.Builder options) {
        SettingsDraft draft = new SettingsDraft(options);
        if (settings.containsKey(Setting.URI.title())) {
            Setting.URI.applyTo(draft, settings.get(Setting.URI.title()));
        }
        settings.forEach((name, value) -> {
            Setting setting = Setting.named(name);
            if (setting != Setting.URI) {
                setting.applyTo(draft, value.strip());
            }
        });
        draft.finish();
    }

    static void apply(AmqpUri uri, ConnectionOptions.Builder options) {
        SettingsDraft draft = new SettingsDraft(options);
        draft.take(uri);
        draft.finish();
    }

    /** The settings in properties whose names begin with the prefix, without it. */
    static Map<String, String> below(String prefix, Map<String, String> properties) {
        Map<String, String> settings = new LinkedHashMap<>();
        properties.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                settings.put(name.substring(prefix.length()), value);
            }
        });
        return settings;
    }

    /** The content of a properties file in UTF-8. */
    static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the properties file " + file + " can't be read", e);
        } catch (IllegalArgumentException e) { // its message may show what stands in the file
            throw new IllegalArgumentException(
                    "the properties file " + file + " has a \\u that four hexadecimal digits don't follow");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        properties.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }

    ConnectionOptions.Builder options() {
        return options;
    }

    TlsSettings tls() {
        return tls;
    }

    ReconnectSettings reconnect() {
        return reconnect;
    }

    void recovery(UnaryOperator<RecoveryOptions.Builder> change) {
        options.recovery(change.apply(options.recovery.toBuilder()).build());
    }

    void socket(UnaryOperator<SocketOptions.Builder> change) {
        options.socket(change.apply(options.socket.toBuilder()).build());
    }

    void tls(boolean on) {
        if (uri.isPresent()) {
            throw new IllegalArgumentException("beside a URI, amqp:// or amqps:// says whether TLS is used");
        }
        tls.enabled(on);
    }

    void uri(String text) {
        take(AmqpUri.parse(text));
    }

    void addresses(String list) {
        addresses = Optional.of(list);
    }

    void virtualHost(String name) {
        options.virtualHost(name);
    }

    void username(String name) {
        username = name;
    }

    void password(String secret) {
        password = secret;
    }

    private void take(AmqpUri given) {
        uri = Optional.of(given);
        options.addresses(given.addresses()).virtualHost(given.virtualHost());
        username = given.username();
        password = given.password();
        tls.enabled(given.tls());
        given.parameters().forEach((name, value) -> {
            Setting setting = Setting.named(name);
            if (!setting.inUri()) {
                throw new IllegalArgumentException(
                        "setting \"" + name + "\" is no parameter of a URI, where it has its own place");
            }
            setting.applyTo(this, value);
        });
    }

    private void finish() {
        if (!username.isEmpty() || !password.isEmpty()) {
            options.credentials(username, password);
        }
        tls.applyTo(options);
        reconnect.applyTo(options);
        addresses.ifPresent(list -> options.addresses(parsed(list)));
    }

    private List<Address> parsed(String list) {
        int port = options.tls.enabled() ? Address.TLS_PORT : Address.PORT;
        List<Address> parsed = new ArrayList<>();
        for (String address : list.split(",", -1)) {
            parsed.add(Address.parse(address.strip(), port));
        }
        return parsed;
    }
}
