// SPDX-License-Identifier: MPL-2.0
package amqp.test.session;

import amqp.codec.ReplyCode;
import amqp.test.model.Refusal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who may log in, and what they may do by the names of things, as RabbitMQ's permissions have it. */
public final class Users {
    /** What may be allowed. */
    enum Operation {
        CONFIGURE,
        WRITE,
        READ
    }

    private record User(String password, Pattern configure, Pattern write, Pattern read) {
        Pattern pattern(Operation operation) {
            return switch (operation) {
                case CONFIGURE -> configure;
                case WRITE -> write;
                case READ -> read;
            };
        }
    }

    /** Empty for everybody, with all that there is. */
    private final Map<String, User> users = new HashMap<>();

    /** Lets a user in; the patterns are regular expressions for whole names. */
    public void add(String name, String password, String configure, String write, String read) {
        users.put(name, new User(password, Pattern.compile(configure), Pattern.compile(write), Pattern.compile(read)));
    }

    /**
     * Returns the user of a PLAIN response (an empty identity, name and password, each after a zero octet); null where the
     * user is not let in.
     */
    @Nullable
    String login(String response) {
        String[] parts = response.split("\0", -1);
        if (parts.length != 3) {
            return null;
        }
        User user = users.get(parts[1]);
        boolean known = users.isEmpty() || user != null && user.password.equals(parts[2]);
        return known ? parts[1] : null;
    }

    void expectAllowed(String user, Operation operation, String kind, String name) {
        User known = users.get(user);
        String resource = kind.equals("exchange") && name.isEmpty() ? "amq.default" : name;
        if (known != null && !known.pattern(operation).matcher(resource).matches()) {
            throw Refusal.ofChannel(
                    ReplyCode.ACCESS_REFUSED,
                    operation.name().toLowerCase(Locale.ROOT) + " access to " + kind + " '" + resource
                            + "' in vhost '/' refused for user '" + user + "'");
        }
    }
}
