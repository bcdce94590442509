// SPDX-License-Identifier: MPL-2.0
package amqp.client.settings;

import amqp.reconnection.ReconnectionStrategy;
import amqp.tls.TlsOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Settings that were given by their names: each value read and checked by itself, and what several of them make together
 * (TLS, the strategy, the addresses with their default port). What a URI says counts first; other settings beside it
 * change single parts of it.
 */
public final class ParsedSettings {
    private static final Set<Setting<?>> IN_URI_ITSELF =
            Set.of(Setting.VIRTUAL_HOST, Setting.USERNAME, Setting.PASSWORD, Setting.TLS);

    private final Map<Setting<?>, Object> values = new HashMap<>();
    private List<HostPort> addressesOfUri = List.of();

    private ParsedSettings() {}

    /**
     * The settings of a map.
     *
     * @throws IllegalArgumentException naming the setting that is unknown or out of range
     */
    public static ParsedSettings of(Map<String, String> settings) {
        ParsedSettings parsed = new ParsedSettings();
        boolean beside = settings.containsKey(Setting.URI.title());
        if (beside) {
            parsed.takeUri(settings.get(Setting.URI.title()));
        }
        settings.forEach((name, value) -> {
            Setting<?> setting = Setting.named(name);
            if (setting == Setting.TLS && beside) {
                throw Setting.TLS.refused(
                        new IllegalArgumentException("beside a URI, amqp:// or amqps:// says whether TLS is used"));
            }
            if (setting != Setting.URI) {
                parsed.put(setting, value.strip());
            }
        });
        return parsed;
    }

    /**
     * The settings in URIs that differ in nothing but the addresses.
     *
     * @throws IllegalArgumentException when one is malformed, a parameter is unknown, or they differ otherwise
     */
    public static ParsedSettings ofUris(List<String> uris) {
        ParsedSettings parsed = new ParsedSettings();
        parsed.take(AmqpUri.parseAll(uris));
        return parsed;
    }

    private void takeUri(String text) {
        try {
            take(AmqpUri.parse(text));
        } catch (IllegalArgumentException e) {
            throw Setting.URI.refused(e);
        }
    }

    private void take(AmqpUri uri) {
        addressesOfUri = uri.addresses();
        values.put(Setting.VIRTUAL_HOST, uri.virtualHost());
        values.put(Setting.USERNAME, uri.username());
        values.put(Setting.PASSWORD, uri.password());
        values.put(Setting.TLS, uri.tls());
        uri.parameters().forEach((name, value) -> {
            Setting<?> setting = Setting.named(name);
            if (!setting.inUri()) {
                throw new IllegalArgumentException(
                        "setting \"" + name + "\" is no parameter of a URI, where it has its own place");
            }
            put(setting, value);
        });
    }

    private void put(Setting<?> setting, String text) {
        values.put(setting, setting.parse(text));
    }

    /** Whether there are any that have no place of their own in a URI. */
    public boolean areMoreThanUri() {
        return !IN_URI_ITSELF.containsAll(values.keySet());
    }

    /** The value of a setting, if it was given. */
    @SuppressWarnings("unchecked") // only what the setting itself has parsed is under its key
    public <T> Optional<T> get(Setting<T> setting) {
        return Optional.ofNullable((T) values.get(setting));
    }

    /** Whether one of them was given. */
    boolean hasAny(Setting<?>... settings) {
        for (Setting<?> setting : settings) {
            if (values.containsKey(setting)) {
                return true;
            }
        }
        return false;
    }

    /** Calls the target with the value of a setting, if it was given; a failure of the target names the setting. */
    public <T> void ifGiven(Setting<T> setting, Consumer<? super T> target) {
        get(setting).ifPresent(value -> {
            try {
                target.accept(value);
            } catch (IllegalArgumentException e) {
                throw setting.refused(e);
            }
        });
    }

    /**
     * Where the brokers are, if that was given.
     *
     * @param tls whether the connection uses TLS, which has a default port of its own
     */
    public Optional<List<HostPort>> addresses(boolean tls) {
        Optional<List<HostPort>> named =
                get(Setting.ADDRESSES).map(list -> addresses(list, tls ? HostPort.AMQPS : HostPort.AMQP));
        return named.isPresent() || addressesOfUri.isEmpty() ? named : Optional.of(addressesOfUri);
    }

    private static List<HostPort> addresses(String list, int defaultPort) {
        List<HostPort> addresses = new ArrayList<>();
        try {
            for (String address : list.split(",", -1)) {
                addresses.add(HostPort.parse(address.strip(), defaultPort));
            }
        } catch (IllegalArgumentException e) {
            throw Setting.ADDRESSES.refused(e);
        }
        return addresses;
    }

    /**
     * How TLS is used, if it is.
     *
     * @throws IllegalArgumentException when settings contradict each other or a file can't be used
     */
    public Optional<TlsOptions> tls() {
        return TlsSettings.of(this);
    }

    /**
     * When to try again after a loss, if settings say so.
     *
     * @param on whether lost connections come back without these settings; delays alone switch nothing on
     */
    public Optional<ReconnectionStrategy> strategy(boolean on) {
        return ReconnectSettings.of(this, on);
    }
}
