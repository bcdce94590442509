// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import amqp.integration.build.ProductJar;
import amqp.integration.build.Reactor;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a module reaches other than by plain references, which the compiler of native images does not see by itself.
 *
 * @param reflecting classes that look for classes or members by name
 * @param reading classes that read resources
 * @param providers services and their providers, as "service: provider"
 * @param unsupported calls for which there is no metadata here, as "class: call"
 */
record Reachability(Set<String> reflecting, Set<String> reading, Set<String> providers, Set<String> unsupported) {
    private static final Pattern REFLECTION = Pattern.compile("java\\.lang\\.Class\\."
            + "(forName|newInstance|get(Declared)?(Method|Field|Constructor|Class|RecordComponent)(es|s)?)"
            + "|java\\.lang\\.ClassLoader\\.loadClass"
            + "|java\\.lang\\.invoke\\.MethodHandles\\$Lookup\\.(find|unreflect).*"
            + "|java\\.util\\.concurrent\\.atomic\\.Atomic.*FieldUpdater\\.newUpdater");
    private static final Pattern RESOURCE = Pattern.compile(
            "java\\.lang\\.(Class|ClassLoader|Module)\\.getResource.*|java\\.util\\.ResourceBundle\\.getBundle");
    private static final Pattern UNSUPPORTED = Pattern.compile("java\\.lang\\.reflect\\.Proxy\\..*"
            + "|java\\.io\\.Object(In|Out)putStream\\.<init>"
            + "|java\\.lang\\.(System|Runtime)\\.load(Library)?"
            + "|java\\.lang\\.ClassLoader\\.defineClass"
            + "|java\\.lang\\.invoke\\.MethodHandles\\$Lookup\\.define.*"
            + "|sun\\.misc\\.Unsafe\\..*");

    /** What the class files of a jar do. */
    static Reachability of(String module) {
        var providers = new TreeSet<String>();
        ProductJar.of(module)
                .services()
                .forEach((service, names) -> names.forEach(provider -> providers.add(service + ": " + provider)));
        var found = of(Reactor.classes(module).stream());
        return new Reachability(found.reflecting, found.reading, providers, found.unsupported);
    }

    static Reachability of(Class<?>... classes) {
        return of(new ClassFileImporter().importClasses(classes).stream());
    }

    private static Reachability of(Stream<JavaClass> classes) {
        var reflecting = new TreeSet<String>();
        var reading = new TreeSet<String>();
        var unsupported = new TreeSet<String>();
        classes.forEach(from -> from.getCodeUnitAccessesFromSelf().forEach(access -> {
            var target = access.getTargetOwner().getName() + "." + access.getName();
            if (REFLECTION.matcher(target).matches()) reflecting.add(from.getName());
            if (RESOURCE.matcher(target).matches()) reading.add(from.getName());
            if (UNSUPPORTED.matcher(target).matches()) unsupported.add(from.getName() + ": " + target);
        }));
        return new Reachability(reflecting, reading, Set.of(), unsupported);
    }

    /** What the metadata in the sources of a module declares: each entry is for a class that reaches something, or a service. */
    static Reachability declared(String module) {
        var reflecting = new TreeSet<String>();
        var providers = new TreeSet<String>();
        var services = ProductJar.of(module).services().keySet();
        for (var entry : metadata(module, "reflect-config.json").values()) {
            var condition = entry.at("/condition/typeReachable").asString();
            if (services.contains(condition)) {
                providers.add(condition + ": " + entry.path("name").asString());
            } else {
                reflecting.add(condition);
            }
        }
        var reading = metadata(module, "resource-config.json").at("/resources/includes").values().stream()
                .map(entry -> entry.at("/condition/typeReachable").asString())
                .filter(condition -> !services.contains(condition))
                .collect(Collectors.toCollection(TreeSet::new));
        return new Reachability(reflecting, reading, providers, Set.of());
    }

    /** Types that the metadata names. */
    static Set<String> namedTypes(String module) {
        return metadata(module, "reflect-config.json").values().stream()
                .map(entry -> entry.path("name").asString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Resources that the metadata names, by their paths in the jar. */
    static Set<String> namedResources(String module) {
        return metadata(module, "resource-config.json").at("/resources/includes").values().stream()
                .map(entry -> entry.path("pattern").asString())
                .map(pattern -> pattern.replaceFirst("^\\\\Q(.*)\\\\E$", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode metadata(String module, String name) {
        var file = Reactor.ROOT
                .resolve(module)
                .resolve("src/main/resources/META-INF/native-image/io.github.amqpsdk")
                .resolve(module)
                .resolve(name);
        return file.toFile().exists()
                ? JsonMapper.shared().readTree(file.toFile())
                : JsonMapper.shared().createObjectNode();
    }
}
