// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.integration.build.ModuleTable;
import amqp.integration.build.Reactor;
import amqp.integration.gates.cycle.egg.Egg;
import amqp.integration.gates.cycle.hen.Hen;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Between the packages of a module arrows run one way. */
class PackageCyclesTest {
    static final List<String> MODULES =
            ModuleTable.ROWS.stream().map(ModuleTable.Row::name).toList();

    @ParameterizedTest
    @FieldSource("MODULES")
    void arrowsRunOneWay(String module) {
        assertEquals(Set.of(), PackageCycles.in(Reactor.classes(module)));
    }

    @Test
    void theGateBites() {
        var found = PackageCycles.in(new ClassFileImporter().importClasses(Hen.class, Egg.class));
        assertEquals(
                Set.of(
                        Hen.class.getName() + " -> " + Egg.class.getName(),
                        Egg.class.getName() + " -> " + Hen.class.getName()),
                found);
    }
}
