// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.SocketOptions;
import amqp.client.settings.ParsedSettings;
import amqp.client.settings.Setting;
import java.time.Duration;

/** Which setting sets which option: hands settings that were given by their names to a builder. */
final class NamedSettings {
    private final ParsedSettings given;
    private final ConnectionOptions.Builder options;

    private NamedSettings(ParsedSettings given, ConnectionOptions.Builder options) {
        this.given = given;
        this.options = options;
    }

    static void apply(ParsedSettings given, ConnectionOptions.Builder options) {
        NamedSettings settings = new NamedSettings(given, options);
        settings.broker();
        settings.login();
        if (given.areMoreThanUri()) { // each line below makes a class of its own when it is run first
            settings.times();
            settings.sizes();
            settings.recovery();
            settings.socket();
            settings.rest();
        }
    }

    private void broker() {
        given.tls().ifPresent(options::tls);
        given.addresses(options.tls.enabled())
                .ifPresent(list -> options.addresses(list.stream()
                        .map(each -> new Address(each.host(), each.port()))
                        .toList()));
        given.ifGiven(Setting.VIRTUAL_HOST, options::virtualHost);
    }

    private void login() {
        String username = given.get(Setting.USERNAME).orElse("");
        String password = given.get(Setting.PASSWORD).orElse("");
        if (!username.isEmpty() || !password.isEmpty()) {
            options.credentials(username, password);
        }
    }

    private void times() {
        given.ifGiven(Setting.CONNECTION_TIMEOUT, options::connectTimeout);
        given.ifGiven(Setting.HANDSHAKE_TIMEOUT, options::handshakeTimeout);
        given.ifGiven(Setting.CALL_TIMEOUT, options::callTimeout);
        given.ifGiven(Setting.CLOSE_TIMEOUT, options::closeTimeout);
        given.ifGiven(Setting.PUBLISH_TIMEOUT, options::publishTimeout);
        given.ifGiven(Setting.HEARTBEAT, seconds -> options.heartbeat(Duration.ofSeconds(seconds)));
    }

    private void sizes() {
        given.ifGiven(Setting.CHANNEL_MAX, options::channelMax);
        given.ifGiven(Setting.FRAME_MAX, options::frameMax);
        given.ifGiven(Setting.MAX_MESSAGE_SIZE, options::maxMessageSize);
        given.ifGiven(Setting.ASSEMBLY_BOUND, bytes -> options.assemblyBound(bytes));
        given.ifGiven(Setting.INBOX_BOUND, bytes -> options.inboxBound(bytes));
        given.ifGiven(Setting.BACKPRESSURE_MULTIPLIER, frames -> options.backpressureMultiplier(frames));
        given.ifGiven(Setting.HIGH_WATER_MARK, bytes -> options.waterMarks(bytes, options.lowWaterMark));
        given.ifGiven(Setting.LOW_WATER_MARK, bytes -> options.waterMarks(options.highWaterMark, bytes));
        given.ifGiven(Setting.PUBLISH_BUFFER, bytes -> options.publishBuffer(bytes));
    }

    private void recovery() {
        RecoveryOptions.Builder recovery = options.recovery.toBuilder();
        given.strategy(options.recovery.isOn()).ifPresent(recovery::strategy);
        given.ifGiven(Setting.RECONNECT_FIRST, recovery::firstConnect);
        given.ifGiven(Setting.ADDRESS_ORDER, name -> recovery.order(AddressOrder.valueOf(name)));
        given.ifGiven(Setting.ON_REFUSAL, recovery::onRefusal);
        given.ifGiven(Setting.REOPEN_CHANNELS, recovery::reopenChannels);
        given.ifGiven(Setting.LOST_PUBLISHES, name -> recovery.lostPublishes(LostPublishes.valueOf(name)));
        given.ifGiven(Setting.WHILE_DISCONNECTED, name -> recovery.whileDisconnected(WhileDisconnected.valueOf(name)));
        options.recovery(recovery.build());
    }

    private void socket() {
        SocketOptions.Builder socket = options.socket.toBuilder();
        given.ifGiven(Setting.NO_DELAY, socket::noDelay);
        given.ifGiven(Setting.KEEP_ALIVE, socket::keepAlive);
        given.ifGiven(Setting.SEND_BUFFER, socket::sendBuffer);
        given.ifGiven(Setting.RECEIVE_BUFFER, socket::receiveBuffer);
        options.socket(socket.build());
    }

    private void rest() {
        given.ifGiven(Setting.AUTH_MECHANISM, options::mechanisms);
        given.ifGiven(Setting.NAME, options::connectionName);
        given.ifGiven(Setting.CLIENT_PROPERTIES, options::clientProperties);
        given.ifGiven(Setting.ADAPTER, options::adapter);
        given.ifGiven(Setting.DISPATCH, name -> options.dispatch(Dispatch.valueOf(name)));
        given.ifGiven(Setting.TRACE_FRAMES, options::traceFrames);
    }
}
