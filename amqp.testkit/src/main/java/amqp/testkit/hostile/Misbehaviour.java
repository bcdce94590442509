// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.hostile;

/**
 * One way to misbehave.
 *
 * @param name names it in the catalogue
 * @param limit the client's time limit that is to be short
 * @param tls whether the client speaks TLS
 * @param slow whether the application's callbacks are to be held up while it lasts
 * @param publishes how many mandatory publishes the application is to have without a confirm
 * @param channels how many channels the application is to have
 */
public record Misbehaviour(
        String name,
        Moment moment,
        Outcome outcome,
        Attack attack,
        Limit limit,
        boolean tls,
        boolean slow,
        int publishes,
        int channels) {

    /** Without any of the rest. */
    public Misbehaviour(String name, Moment moment, Outcome outcome, Attack attack) {
        this(name, moment, outcome, attack, limit(outcome), false, false, 3, 1);
    }

    private static Limit limit(Outcome outcome) {
        return switch (outcome.kind()) {
            case CALL_TIMES_OUT -> Limit.CALL;
            case STEP_TIMES_OUT -> Limit.HANDSHAKE;
            case HEARTBEAT_MISSED -> Limit.HEARTBEAT;
            default -> Limit.NONE;
        };
    }

    Misbehaviour within(Limit shortLimit) {
        return new Misbehaviour(name, moment, outcome, attack, shortLimit, tls, slow, publishes, channels);
    }

    Misbehaviour overTls() {
        return new Misbehaviour(name, moment, outcome, attack, limit, true, slow, publishes, channels);
    }

    Misbehaviour slowly() {
        return new Misbehaviour(name, moment, outcome, attack, limit, tls, true, publishes, channels);
    }

    Misbehaviour publishing(int messages) {
        return new Misbehaviour(name, moment, outcome, attack, limit, tls, slow, messages, channels);
    }

    Misbehaviour onChannels(int number) {
        return new Misbehaviour(name, moment, outcome, attack, limit, tls, slow, publishes, number);
    }

    @Override
    public String toString() {
        return name;
    }
}
