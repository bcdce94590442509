// SPDX-License-Identifier: MPL-2.0
package amqp.client.settings;

import static amqp.client.settings.SettingValue.constant;
import static amqp.client.settings.SettingValue.file;
import static amqp.client.settings.SettingValue.flag;
import static amqp.client.settings.SettingValue.integer;
import static amqp.client.settings.SettingValue.milliseconds;
import static amqp.client.settings.SettingValue.names;
import static amqp.client.settings.SettingValue.oneOf;
import static amqp.client.settings.SettingValue.pairs;
import static amqp.client.settings.SettingValue.text;

import amqp.reconnection.Reconnector.OnRefusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The table of all settings that have a name: one row says what the setting is called in a URI or in properties, and what
 * its value may be. {@code docs/settings.md} is the same table for people; a test keeps them equal.
 *
 * @param <T> of its value
 */
public final class Setting<T> {
    /** By their names, in the order of the rows below. */
    private static final Map<String, Setting<?>> ALL = new LinkedHashMap<>();

    // What has a place of its own in a URI, and is no parameter there.
    public static final Setting<String> URI = row("uri", text("URI"), false);
    public static final Setting<String> ADDRESSES = row("addresses", text("host[:port], several with commas"), false);
    public static final Setting<String> VIRTUAL_HOST = row("virtual_host", text("name"), false);
    public static final Setting<String> USERNAME = row("username", text("name"), false);
    public static final Setting<String> PASSWORD = row("password", text("secret"), false);

    public static final Setting<List<String>> AUTH_MECHANISM = row("auth_mechanism", names());
    public static final Setting<Boolean> TLS = row("tls", flag(), false);
    public static final Setting<Path> CACERTFILE = row("cacertfile", file("PEM"));
    public static final Setting<Path> CERTFILE = row("certfile", file("PEM"));
    public static final Setting<Path> KEYFILE = row("keyfile", file("PEM"));
    public static final Setting<String> KEYFILE_PASSWORD = row("keyfile_password", text("secret"));
    public static final Setting<Path> TRUSTSTORE = row("truststore", file("PKCS12"));
    public static final Setting<String> TRUSTSTORE_PASSWORD = row("truststore_password", text("secret"));
    public static final Setting<Path> KEYSTORE = row("keystore", file("PKCS12"));
    public static final Setting<String> KEYSTORE_PASSWORD = row("keystore_password", text("secret"));
    public static final Setting<Boolean> VERIFY =
            row("verify", oneOf(Map.of("verify_peer", true, "trust_everyone_insecurely", false)));
    public static final Setting<String> SERVER_NAME_INDICATION = row("server_name_indication", text("host name"));

    public static final Setting<Duration> CONNECTION_TIMEOUT = row("connection_timeout", milliseconds(1));
    public static final Setting<Duration> HANDSHAKE_TIMEOUT = row("handshake_timeout", milliseconds(1));
    public static final Setting<Duration> CALL_TIMEOUT = row("call_timeout", milliseconds(1));
    public static final Setting<Duration> CLOSE_TIMEOUT = row("close_timeout", milliseconds(1));
    public static final Setting<Duration> PUBLISH_TIMEOUT = row("publish_timeout", milliseconds(0));
    public static final Setting<Integer> HEARTBEAT = row("heartbeat", integer("seconds", 0, 65535));

    public static final Setting<Integer> CHANNEL_MAX = row("channel_max", integer("number", 0, 65535));
    public static final Setting<Integer> FRAME_MAX =
            row("frame_max", integer("bytes, 0 or", 4096, Integer.MAX_VALUE).or(0));
    public static final Setting<Integer> MAX_MESSAGE_SIZE =
            row("max_message_size", integer("bytes", 0, Integer.MAX_VALUE - 8));
    public static final Setting<Integer> ASSEMBLY_BOUND = row("assembly_bound", integer("bytes", 1, Integer.MAX_VALUE));
    public static final Setting<Integer> INBOX_BOUND = row("inbox_bound", integer("bytes", 1, Integer.MAX_VALUE));
    public static final Setting<Integer> BACKPRESSURE_MULTIPLIER =
            row("backpressure_multiplier", integer("frames", 1, 1_000_000));
    public static final Setting<Integer> HIGH_WATER_MARK =
            row("high_water_mark", integer("bytes", 1, Integer.MAX_VALUE));
    public static final Setting<Integer> LOW_WATER_MARK = row("low_water_mark", integer("bytes", 0, Integer.MAX_VALUE));
    public static final Setting<Integer> PUBLISH_BUFFER = row("publish_buffer", integer("bytes", 1, Integer.MAX_VALUE));

    static final Setting<ReconnectSettings.Kind> RECONNECT = row(
            "reconnect",
            oneOf(Map.of(
                    "none", ReconnectSettings.Kind.NONE,
                    "fixed", ReconnectSettings.Kind.FIXED,
                    "exponential", ReconnectSettings.Kind.EXPONENTIAL)));
    static final Setting<Duration> RECONNECT_DELAY = row("reconnect_delay", milliseconds(1));
    static final Setting<Duration> RECONNECT_MAX_DELAY = row("reconnect_max_delay", milliseconds(1));
    static final Setting<Integer> RECONNECT_JITTER = row("reconnect_jitter", integer("percent", 0, 100));
    static final Setting<Integer> RECONNECT_ATTEMPTS =
            row("reconnect_attempts", integer("rounds", 0, Integer.MAX_VALUE));
    static final Setting<Duration> RECONNECT_TIME = row("reconnect_time", milliseconds(0));
    public static final Setting<Boolean> RECONNECT_FIRST = row("reconnect_first", flag());
    public static final Setting<String> ADDRESS_ORDER = row("address_order", constant("in_order", "shuffled"));
    public static final Setting<OnRefusal> ON_REFUSAL =
            row("on_refusal", oneOf(Map.of("give_up", OnRefusal.GIVE_UP, "retry", OnRefusal.RETRY)));
    public static final Setting<Boolean> REOPEN_CHANNELS = row("reopen_channels", flag());
    public static final Setting<String> LOST_PUBLISHES = row("lost_publishes", constant("unknown", "republish"));
    public static final Setting<String> WHILE_DISCONNECTED =
            row("while_disconnected", constant("fail", "wait", "buffer"));

    public static final Setting<Boolean> NO_DELAY = row("no_delay", flag());
    public static final Setting<Boolean> KEEP_ALIVE = row("keep_alive", flag());
    public static final Setting<Integer> SEND_BUFFER = row("send_buffer", integer("bytes", 0, Integer.MAX_VALUE));
    public static final Setting<Integer> RECEIVE_BUFFER = row("receive_buffer", integer("bytes", 0, Integer.MAX_VALUE));

    public static final Setting<String> NAME = row("name", text("text"));
    public static final Setting<Map<String, String>> CLIENT_PROPERTIES = row("client_properties", pairs());
    public static final Setting<String> ADAPTER = row("adapter", text("name"));
    public static final Setting<String> DISPATCH =
            row("dispatch", constant("executor", "completion_executor", "io_thread"));
    public static final Setting<Boolean> TRACE_FRAMES = row("trace_frames", flag());

    private static final int SUGGESTIONS = 3;

    private final String title;
    private final SettingValue<T> value;
    private final boolean inUri;

    private Setting(String title, SettingValue<T> value, boolean inUri) {
        this.title = title;
        this.value = value;
        this.inUri = inUri;
    }

    private static <T> Setting<T> row(String title, SettingValue<T> value) {
        return row(title, value, true);
    }

    private static <T> Setting<T> row(String title, SettingValue<T> value, boolean inUri) {
        Setting<T> setting = new Setting<>(title, value, inUri);
        ALL.put(title, setting);
        return setting;
    }

    /** All settings, in the order of the table. */
    public static List<Setting<?>> all() {
        return List.copyOf(ALL.values());
    }

    /**
     * The setting of that name.
     *
     * @throws IllegalArgumentException naming the ones most like it when there is none
     */
    static Setting<?> named(String title) {
        Setting<?> found = ALL.get(title);
        if (found == null) {
            throw new IllegalArgumentException("unknown setting \"" + title + "\"; most like it are " + closest(title)
                    + ", and docs/settings.md lists them all");
        }
        return found;
    }

    /** What it is called in a URI or in properties. */
    public String title() {
        return title;
    }

    /** What its value may be, with the unit of a number. */
    public String unit() {
        return value.unit();
    }

    /** Whether it may be a URI's parameter; not so what has its own place in a URI. */
    public boolean inUri() {
        return inUri;
    }

    /** Reads a value; a failure names the setting. */
    T parse(String text) {
        try {
            return value.parse(text);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    /** The failure with the setting's name. */
    IllegalArgumentException refused(IllegalArgumentException why) {
        return new IllegalArgumentException("setting \"" + title + "\": " + why.getMessage(), why);
    }

    private static String closest(String title) {
        return ALL.keySet().stream()
                .sorted(Comparator.comparingInt(known -> EditDistance.between(title, known)))
                .limit(SUGGESTIONS)
                .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return title;
    }
}
