// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.Recoverable;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on this module says of each member what becomes of it. */
class MembersTest {
    private static final Pattern QUOTED = Pattern.compile("`(\\w+)`");

    @Test
    void everyMemberHasItsPlaceOnThePage() throws IOException {
        Set<String> named = QUOTED.matcher(Files.readString(Path.of("../docs/compat-rabbitmq.md")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>(members());
        missing.removeAll(named);
        assertEquals(Set.of(), missing);
        assertTrue(named.size() > 100, named.size() + " are named");
    }

    /** Getters of the factory give back what was set. */
    private static Set<String> members() {
        Stream<Method> settings = Arrays.stream(ConnectionFactory.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !method.getName().matches("(get|is)[A-Z].*|params|clone"));
        Stream<Method> others = Stream.of(Connection.class, Channel.class, Consumer.class, Recoverable.class)
                .flatMap(type -> Arrays.stream(type.getMethods()));
        return Stream.concat(settings, others).map(Method::getName).collect(Collectors.toSet());
    }
}
