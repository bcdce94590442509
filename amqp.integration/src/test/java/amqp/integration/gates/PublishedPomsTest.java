// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.integration.build.Pom;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The poms say what Maven Central asks for, and only the modules of the bill of materials are deployed. */
class PublishedPomsTest {
    static final TreeSet<String> PUBLISHED =
            new TreeSet<>(Pom.of("bom").texts("/project/dependencyManagement/dependencies/dependency/artifactId"));

    private static final String ROOT = "";
    private static final String GPG = "//plugin[artifactId='maven-gpg-plugin']/version";
    private static final String CENTRAL = "//plugin[artifactId='central-publishing-maven-plugin']/version";
    private static final String DEPLOY = "//plugin[artifactId='maven-deploy-plugin']/version";

    @ParameterizedTest
    @ValueSource(strings = {ROOT, "bom"})
    void saysWhoseItIs(String module) {
        var pom = Pom.of(module);
        for (var element : List.of(
                "name",
                "description",
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "developers/developer/url",
                "scm/connection",
                "scm/developerConnection",
                "scm/url")) {
            var texts = pom.texts("/project/" + element);
            assertEquals(1, texts.size(), () -> element + " in the pom of '" + module + "'");
            assertFalse(texts.get(0).isEmpty(), element);
        }
    }

    /** The bill of materials has no parent, so it says again what the root says. */
    @Test
    void theBillOfMaterialsSaysTheSame() {
        var root = Pom.of(ROOT);
        var bom = Pom.of("bom");
        for (var path : List.of(
                "/project/url", "/project/licenses", "/project/developers", "/project/scm", GPG, CENTRAL, DEPLOY)) {
            assertEquals(root.texts(path), bom.texts(path), path);
        }
    }

    @ParameterizedTest
    @FieldSource("PUBLISHED")
    void eachModuleHasANameAndADescription(String module) {
        var pom = Pom.of(module);
        assertEquals(List.of("AMQP SDK " + module), pom.texts("/project/name"));
        var description = pom.texts("/project/description");
        assertEquals(1, description.size());
        assertTrue(description.get(0).endsWith("."), description.get(0));
    }

    /** Unless somebody asks for it. */
    @ParameterizedTest
    @ValueSource(strings = {ROOT, "bom"})
    void nothingIsUploaded(String module) {
        var pom = Pom.of(module);
        assertEquals(List.of("true"), pom.texts("//profile[id='central']/properties/central.skipUpload"));
        assertEquals(List.of("${central.skipUpload}"), pom.texts("//profile[id='central']//skipUpload"));
        assertEquals(List.of("false"), pom.texts("//profile[id='central']//autoPublish"));
    }

    @Test
    void nothingElseIsDeployed() {
        var deployed = new TreeSet<String>();
        for (var module : Pom.of(ROOT).texts("/project/modules/module")) {
            if (Pom.of(module).texts("/project/properties/maven.deploy.skip").isEmpty()) deployed.add(module);
        }
        var expected = new TreeSet<>(PUBLISHED);
        expected.add("bom");
        assertEquals(expected, deployed);
    }
}
