// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.testkit.ForeignLoader;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MechanismsTest {
    private static final Mechanisms BUILT_IN = Mechanisms.builtIn();

    @ParameterizedTest
    @CsvSource({
        "PLAIN AMQPLAIN, PLAIN",
        "AMQPLAIN PLAIN, PLAIN",
        "ANONYMOUS EXTERNAL AMQPLAIN, AMQPLAIN",
        "' CRAM-MD5  plain\t', PLAIN"
    })
    void defaultIsPlainThenAmqplainWhateverTheServersOrder(String offered, String chosen) {
        assertEquals(chosen, BUILT_IN.select(offered, Mechanisms.DEFAULT_WISHES).name());
    }

    @Test
    void orderOfTheWishesDecides() {
        assertEquals(
                "EXTERNAL",
                BUILT_IN.select("PLAIN EXTERNAL", List.of("external", "PLAIN")).name());
        assertEquals(
                "PLAIN",
                BUILT_IN.select("PLAIN ANONYMOUS", List.of("EXTERNAL", "PLAIN")).name());
    }

    @Test
    void unwishedMechanismsAreNotUsed() {
        var failure = assertThrows(
                MechanismException.class, () -> BUILT_IN.select("EXTERNAL ANONYMOUS", Mechanisms.DEFAULT_WISHES));
        assertEquals(
                "The server offers the mechanisms [EXTERNAL ANONYMOUS] and the client wants one of [PLAIN AMQPLAIN]; "
                        + "wish for one that is offered, or enable one on the server.",
                failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "PLAINER", "X-PLAIN"})
    void partOfANameIsNotTheName(String offered) {
        assertThrows(MechanismException.class, () -> BUILT_IN.select(offered, List.of("PLAIN")));
    }

    @Test
    void withoutWishesNothingIsChosen() {
        assertThrows(MechanismException.class, () -> BUILT_IN.select("PLAIN", List.of()));
    }

    @Test
    void unknownWishIsNotPassedOverInSilence() {
        var failure = assertThrows(
                MechanismException.class, () -> BUILT_IN.select("PLAIN", List.of("PLAIN", "SCRAM-SHA-256")));
        assertEquals(
                "There is no mechanism SCRAM-SHA-256, only AMQPLAIN, ANONYMOUS, EXTERNAL, PLAIN; "
                        + "correct the name or add its provider.",
                failure.getMessage());
    }

    @Test
    void handPassedProviderJoinsOrReplaces() {
        var mine = new ForeignMechanism();
        var more = BUILT_IN.with(mine);
        assertSame(mine, more.find("x-foreign"));
        assertSame(mine, more.select("PLAIN X-FOREIGN", List.of("X-Foreign", "PLAIN")));
        assertEquals(Set.of("AMQPLAIN", "ANONYMOUS", "EXTERNAL", "PLAIN"), BUILT_IN.names());
        assertEquals("Mechanisms[AMQPLAIN, ANONYMOUS, EXTERNAL, PLAIN, X-FOREIGN]", more.toString());

        var external = Mechanisms.external("bob");
        assertSame(external, BUILT_IN.with(external).find("EXTERNAL"));
    }

    @Test
    void servicesOfTheOwnLoaderAreLookedUp() {
        assertTrue(Mechanisms.installed().names().containsAll(BUILT_IN.names()));
    }

    @Test
    void servicesOfAGivenLoaderAreFound() {
        var mechanisms = Mechanisms.installed(foreign(ForeignMechanism.class));
        var mechanism = mechanisms.find("X-FOREIGN").create(Credentials.NONE);
        assertEquals("X-FOREIGN", mechanism.name());
        assertEquals(2, mechanism.respond(new byte[2]).length);
    }

    @Test
    void foundServiceDoesNotReplaceABuiltInOne() {
        var mechanisms = Mechanisms.installed(foreign(ForeignPlain.class));
        assertSame(BuiltIn.PLAIN, mechanisms.find("PLAIN"));
        assertEquals(BUILT_IN.names(), mechanisms.names());
    }

    private static ClassLoader foreign(Class<? extends MechanismProvider> provider) {
        return new ForeignLoader("amqp.credentials.Foreign", MechanismProvider.class, provider);
    }
}
