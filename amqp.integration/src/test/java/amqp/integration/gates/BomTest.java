// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.integration.build.Pom;
import amqp.integration.build.Reactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The bill of materials names the published modules, all at the version of the build. */
class BomTest {
    private static final String MANAGED = "/project/dependencyManagement/dependencies/dependency/";

    private final Pom bom = Pom.of("bom");

    @Test
    void namesEachPublishedModuleOnce() {
        var published = new TreeSet<>(Reactor.products());
        published.add("amqp.cli");
        var named = new ArrayList<>(bom.texts(MANAGED + "artifactId"));
        named.sort(null);
        assertEquals(List.copyOf(published), named);
    }

    @Test
    void hasOneVersionAndOneGroup() {
        var root = Pom.of("");
        assertEquals(root.texts("/project/version"), bom.texts("/project/version"));
        assertEquals(Set.of("${project.version}"), Set.copyOf(bom.texts(MANAGED + "version")));
        assertEquals(Set.copyOf(root.texts("/project/groupId")), Set.copyOf(bom.texts(MANAGED + "groupId")));
    }

    /** A parent's managed versions would leak to whoever imports the bill of materials. */
    @Test
    void hasNoParent() {
        assertEquals(List.of(), bom.texts("/project/parent"));
    }
}
