// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.client.SettingValue.files;
import static amqp.client.SettingValue.flag;
import static amqp.client.SettingValue.integer;
import static amqp.client.SettingValue.milliseconds;
import static amqp.client.SettingValue.oneOf;
import static amqp.client.SettingValue.text;

import amqp.client.ReconnectSettings.Kind;
import amqp.reconnection.Reconnector.OnRefusal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The table of all settings that have a name: one row says what the setting is called in a URI or in properties, what
 * its value may be, and what it sets. {@code docs/settings.md} is the same table for people; a test keeps them equal.
 */
enum Setting {
    URI("uri", text("URI"), SettingsDraft::uri, false),
    ADDRESSES("addresses", text("host[:port], several with commas"), SettingsDraft::addresses, false),
    VIRTUAL_HOST("virtual_host", text("name"), SettingsDraft::virtualHost, false),
    USERNAME("username", text("name"), SettingsDraft::username, false),
    PASSWORD("password", text("secret"), SettingsDraft::password, false),
    AUTH_MECHANISM(
            "auth_mechanism",
            text("names, several with commas"),
            (draft, names) -> draft.options().mechanisms(List.of(names.split(",")))),
    TLS("tls", flag(), SettingsDraft::tls, false),
    CACERTFILE("cacertfile", files("PEM"), (draft, file) -> draft.tls().authorities(file)),
    CERTFILE("certfile", files("PEM"), (draft, file) -> draft.tls().certificate(file)),
    KEYFILE("keyfile", files("PEM"), (draft, file) -> draft.tls().key(file)),
    TRUSTSTORE("truststore", files("PKCS12"), (draft, file) -> draft.tls().trustStore(file)),
    TRUSTSTORE_PASSWORD(
            "truststore_password",
            text("secret"),
            (draft, secret) -> draft.tls().trustStorePassword(secret)),
    KEYSTORE("keystore", files("PKCS12"), (draft, file) -> draft.tls().keyStore(file)),
    KEYSTORE_PASSWORD(
            "keystore_password", text("secret"), (draft, secret) -> draft.tls().keyStorePassword(secret)),
    VERIFY(
            "verify",
            oneOf(Map.of("verify_peer", true, "trust_everyone_insecurely", false)),
            (draft, on) -> draft.tls().verify(on)),
    SERVER_NAME_INDICATION(
            "server_name_indication",
            text("host name"),
            (draft, name) -> draft.tls().serverName(name)),
    CONNECTION_TIMEOUT(
            "connection_timeout",
            milliseconds(1),
            (draft, timeout) -> draft.options().connectTimeout(timeout)),
    HANDSHAKE_TIMEOUT(
            "handshake_timeout",
            milliseconds(1),
            (draft, timeout) -> draft.options().handshakeTimeout(timeout)),
    CALL_TIMEOUT(
            "call_timeout", milliseconds(1), (draft, timeout) -> draft.options().callTimeout(timeout)),
    CLOSE_TIMEOUT(
            "close_timeout",
            milliseconds(1),
            (draft, timeout) -> draft.options().closeTimeout(timeout)),
    PUBLISH_TIMEOUT(
            "publish_timeout",
            milliseconds(0),
            (draft, timeout) -> draft.options().publishTimeout(timeout)),
    HEARTBEAT(
            "heartbeat",
            integer("seconds", 0, 65535),
            (draft, seconds) -> draft.options().heartbeat(Duration.ofSeconds(seconds))),
    CHANNEL_MAX(
            "channel_max",
            integer("number", 0, 65535),
            (draft, number) -> draft.options().channelMax(number)),
    FRAME_MAX(
            "frame_max",
            integer("bytes, 0 or", 4096, Integer.MAX_VALUE).or(0),
            (draft, bytes) -> draft.options().frameMax(bytes)),
    MAX_MESSAGE_SIZE(
            "max_message_size",
            integer("bytes", 0, Integer.MAX_VALUE - 8),
            (draft, bytes) -> draft.options().maxMessageSize(bytes)),
    INBOX_BOUND(
            "inbox_bound",
            integer("bytes", 1, Integer.MAX_VALUE),
            (draft, bytes) -> draft.options().inboxBound(bytes)),
    BACKPRESSURE_MULTIPLIER(
            "backpressure_multiplier",
            integer("frames", 1, 1_000_000),
            (draft, frames) -> draft.options().backpressureMultiplier(frames)),
    HIGH_WATER_MARK(
            "high_water_mark",
            integer("bytes", 1, Integer.MAX_VALUE),
            (draft, bytes) -> draft.options().waterMarks(bytes, draft.options().lowWaterMark)),
    LOW_WATER_MARK(
            "low_water_mark",
            integer("bytes", 0, Integer.MAX_VALUE),
            (draft, bytes) -> draft.options().waterMarks(draft.options().highWaterMark, bytes)),
    RECONNECT(
            "reconnect",
            oneOf(Map.of("none", Kind.NONE, "fixed", Kind.FIXED, "exponential", Kind.EXPONENTIAL)),
            (draft, kind) -> draft.reconnect().kind(kind)),
    RECONNECT_DELAY(
            "reconnect_delay",
            milliseconds(1),
            (draft, first) -> draft.reconnect().delay(first)),
    RECONNECT_MAX_DELAY(
            "reconnect_max_delay",
            milliseconds(1),
            (draft, bound) -> draft.reconnect().longest(bound)),
    RECONNECT_JITTER(
            "reconnect_jitter",
            integer("percent", 0, 100),
            (draft, percent) -> draft.reconnect().jitter(percent)),
    RECONNECT_ATTEMPTS(
            "reconnect_attempts",
            integer("rounds", 0, Integer.MAX_VALUE),
            (draft, rounds) -> draft.reconnect().attempts(rounds)),
    RECONNECT_TIME(
            "reconnect_time",
            milliseconds(0),
            (draft, total) -> draft.reconnect().time(total)),
    RECONNECT_FIRST("reconnect_first", flag(), (draft, on) -> draft.recovery(how -> how.firstConnect(on))),
    ADDRESS_ORDER(
            "address_order",
            oneOf(Map.of("in_order", AddressOrder.IN_ORDER, "shuffled", AddressOrder.SHUFFLED)),
            (draft, order) -> draft.recovery(how -> how.order(order))),
    ON_REFUSAL(
            "on_refusal",
            oneOf(Map.of("give_up", OnRefusal.GIVE_UP, "retry", OnRefusal.RETRY)),
            (draft, what) -> draft.recovery(how -> how.onRefusal(what))),
    REOPEN_CHANNELS("reopen_channels", flag(), (draft, on) -> draft.recovery(how -> how.reopenChannels(on))),
    LOST_PUBLISHES(
            "lost_publishes",
            oneOf(Map.of("unknown", LostPublishes.UNKNOWN, "republish", LostPublishes.REPUBLISH)),
            (draft, what) -> draft.recovery(how -> how.lostPublishes(what))),
    WHILE_DISCONNECTED(
            "while_disconnected",
            oneOf(Map.of(
                    "fail", WhileDisconnected.FAIL,
                    "wait", WhileDisconnected.WAIT,
                    "buffer", WhileDisconnected.BUFFER)),
            (draft, what) -> draft.recovery(how -> how.whileDisconnected(what))),
    PUBLISH_BUFFER(
            "publish_buffer",
            integer("bytes", 1, Integer.MAX_VALUE),
            (draft, bytes) -> draft.recovery(how -> how.bufferBound(bytes))),
    NO_DELAY("no_delay", flag(), (draft, on) -> draft.socket(socket -> socket.noDelay(on))),
    KEEP_ALIVE("keep_alive", flag(), (draft, on) -> draft.socket(socket -> socket.keepAlive(on))),
    SEND_BUFFER(
            "send_buffer",
            integer("bytes", 0, Integer.MAX_VALUE),
            (draft, bytes) -> draft.socket(socket -> socket.sendBuffer(bytes))),
    RECEIVE_BUFFER(
            "receive_buffer",
            integer("bytes", 0, Integer.MAX_VALUE),
            (draft, bytes) -> draft.socket(socket -> socket.receiveBuffer(bytes))),
    NAME("name", text("text"), (draft, name) -> draft.options().connectionName(name)),
    CLIENT_PROPERTIES(
            "client_properties",
            SettingValue.pairs(),
            (draft, pairs) -> draft.options().clientProperties(pairs)),
    ADAPTER("adapter", text("name"), (draft, name) -> draft.options().adapter(name)),
    DISPATCH(
            "dispatch",
            oneOf(Map.of("executor", Dispatch.EXECUTOR, "io_thread", Dispatch.IO_THREAD)),
            (draft, where) -> draft.options().dispatch(where)),
    TRACE_FRAMES("trace_frames", flag(), (draft, on) -> draft.options().traceFrames(on));

    private static final int SUGGESTIONS = 3;

    private final String title;
    private final String unit;
    private final BiConsumer<SettingsDraft, String> effect;
    private final boolean inUri;

    <T> Setting(String title, SettingValue<T> value, BiConsumer<SettingsDraft, T> target) {
        this(title, value, target, true);
    }

    /**
     * @param inUri whether it may be a URI's parameter; not so what has its own place in a URI
     */
    <T> Setting(String title, SettingValue<T> value, BiConsumer<SettingsDraft, T> target, boolean inUri) {
        this.title = title;
        this.unit = value.unit();
        this.effect = (draft, text) -> target.accept(draft, value.parse(text));
        this.inUri = inUri;
    }

    /** What it is called in a URI or in properties. */
    String title() {
        return title;
    }

    /** What its value may be, with the unit of a number. */
    String unit() {
        return unit;
    }

    /** Whether it may be a URI's parameter. */
    boolean inUri() {
        return inUri;
    }

    /**
     * The setting of that name.
     *
     * @throws IllegalArgumentException naming the ones most like it when there is none
     */
    static Setting named(String title) {
        return Arrays.stream(values())
                .filter(setting -> setting.title.equals(title))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("unknown setting \"" + title + "\"; most like it are "
                        + closest(title) + ", and docs/settings.md lists them all"));
    }

    /** Sets the value in the draft; a failure names the setting. */
    void applyTo(SettingsDraft draft, String value) {
        try {
            effect.accept(draft, value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("setting \"" + title + "\": " + e.getMessage(), e);
        }
    }

    private static String closest(String title) {
        return Arrays.stream(values())
                .map(Setting::title)
                .sorted(Comparator.comparingInt(known -> EditDistance.between(title, known)))
                .limit(SUGGESTIONS)
                .collect(Collectors.joining(", "));
    }
}
