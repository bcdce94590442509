// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.integration.build.Reactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The exported API is what the folder {@code api} says, so that each change to it shows in a diff. */
class ApiListingTest {
    static final Set<String> PRODUCTS = Reactor.products();

    private static final Path FOLDER = Reactor.ROOT.resolve("api");

    @ParameterizedTest
    @FieldSource("PRODUCTS")
    void theListIsTrue(String product) throws IOException {
        var file = FOLDER.resolve(product + ".txt");
        var listing = ApiListing.of(product);
        if (Boolean.getBoolean("api.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, listing);
        }
        assertTrue(Files.exists(file), () -> file + " is missing; bin/api --update writes it");
        assertEquals(
                Files.readString(file),
                listing,
                "the API of " + product + " is not what " + file
                        + " says; if that is meant, bin/api --update writes it anew");
    }

    @Test
    void thereIsNoOtherList() throws IOException {
        try (var files = Files.list(FOLDER)) {
            var listed = files.map(file -> file.getFileName().toString().replace(".txt", ""))
                    .collect(Collectors.toSet());
            assertEquals(PRODUCTS, listed);
        }
    }

    @Test
    void theListHasWhatIsOfferedAndNothingElse() {
        var client = ApiListing.of("amqp.client");
        assertTrue(client.contains("final class amqp.client.Channel extends ChannelCommands"), client);
        assertTrue(client.contains("    publishConfirmed(String, String, Message): CompletionStage<Verdict>"), client);
        assertTrue(client.contains("    completed(@Nullable T, @Nullable AmqpException): abstract void"), client);
        assertTrue(client.contains("): CompletionStage<@Nullable QueueMethod.DeclareOk>"), client);
        assertFalse(client.contains("ChannelCore"), client);
        assertFalse(client.contains("amqp.client.recovery"), client);
    }
}
