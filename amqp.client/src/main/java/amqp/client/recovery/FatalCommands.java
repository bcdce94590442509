// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import amqp.codec.ReplyCode;
import amqp.codec.method.Method;
import amqp.connection.CloseReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Commands that the broker answers by ending the connection, as it does where an update has taken away what they ask for.
 * Given again with each recovery they would end every new connection: one that has ended two running is given up until a
 * recovery has succeeded. In the strand.
 *
 * <p>The broker need not say which command it was. It works through those of a channel in order, so that it is the first
 * without an answer; and once a recovery was ended, channels come back one after the other, so that it is known which.
 */
public final class FatalCommands {
    private record Key(int channel, Method method) {}

    private final Map<Key, String> problems = new HashMap<>();
    private final Map<Key, ReplayedCommand> givenUp = new LinkedHashMap<>();
    private Optional<Key> suspect = Optional.empty();

    /** Whether channels are to come back one after the other. */
    boolean isSuspicious() {
        return suspect.isPresent();
    }

    /** Why it is given up; empty where it is not. */
    String problem(ReplayedCommand command) {
        return problems.getOrDefault(key(command), "");
    }

    /**
     * The connection was lost during its recovery.
     *
     * @param first on its channel without an answer
     */
    void lost(ReplayedCommand first, CloseReason reason) {
        if (!(reason instanceof CloseReason.ByPeer refusal) || refusal.code() == ReplyCode.CONNECTION_FORCED) {
            return;
        }
        Key key = key(first);
        if (suspect.equals(Optional.of(key))) {
            problems.put(key, reason.describe());
        }
        suspect = Optional.of(key);
    }

    /** It was given up for its problem. */
    void givenUp(ReplayedCommand command) {
        givenUp.put(key(command), command);
    }

    /**
     * The recovery is over.
     *
     * @param commands that were given in its last round
     * @return these, and what was given up before that round, so that it was not among them any more
     */
    public List<ReplayedCommand> recovered(List<ReplayedCommand> commands) {
        commands.forEach(command -> givenUp.remove(key(command)));
        var all = new ArrayList<>(commands);
        all.addAll(givenUp.values());
        problems.clear();
        givenUp.clear();
        suspect = Optional.empty();
        return all;
    }

    private static Key key(ReplayedCommand command) {
        return new Key(command.channel(), command.method());
    }
}
