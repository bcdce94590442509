// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExportsTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;

/** Which of the elements that a module exports have a comment, read from its sources. */
final class Documentation {
    private final DocTrees comments;
    private final List<String> missing = new ArrayList<>();

    /** Classes that are not exported, but whose members those that extend them export. */
    private final Set<String> bases = new HashSet<>();

    private int documented;

    private Documentation(DocTrees comments) {
        this.comments = comments;
    }

    /**
     * Reads the sources of one module.
     *
     * @param sources with its module-info.java
     */
    static Documentation of(List<Path> sources) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
            var task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            var found = new Documentation(DocTrees.instance(task));
            var units = new ArrayList<CompilationUnitTree>();
            task.parse().forEach(units::add);
            var exported = exported(units);
            units.removeIf(unit -> unit.getPackageName() == null
                    || !exported.contains(unit.getPackageName().toString()));
            units.forEach(found::rememberBases);
            units.forEach(found::look);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What has no comment, by its name within its package. */
    List<String> missing() {
        return missing;
    }

    /** How much has one. */
    int documented() {
        return documented;
    }

    private static Set<String> exported(List<CompilationUnitTree> units) {
        var packages = new HashSet<String>();
        for (var unit : units) {
            if (unit.getModule() != null) {
                unit.getModule().getDirectives().stream()
                        .filter(directive ->
                                directive instanceof ExportsTree exports && exports.getModuleNames() == null)
                        .forEach(directive -> packages.add(
                                ((ExportsTree) directive).getPackageName().toString()));
            }
        }
        return packages;
    }

    private void rememberBases(CompilationUnitTree unit) {
        for (var declared : unit.getTypeDecls()) {
            if (declared instanceof ClassTree type
                    && type.getModifiers().getFlags().contains(Modifier.PUBLIC)
                    && type.getExtendsClause() instanceof IdentifierTree base) {
                bases.add(base.getName().toString());
            }
        }
    }

    private void look(CompilationUnitTree unit) {
        for (var declared : unit.getTypeDecls()) {
            if (declared instanceof ClassTree type) {
                var name = type.getSimpleName().toString();
                var isPublic = type.getModifiers().getFlags().contains(Modifier.PUBLIC);
                if (isPublic || bases.contains(name)) {
                    look(TreePath.getPath(unit, type), type, name, isPublic);
                }
            }
        }
    }

    private void look(TreePath path, ClassTree type, String name, boolean isPublic) {
        var comment = isPublic ? check(path, name) : "";
        for (var member : type.getMembers()) {
            var at = new TreePath(path, member);
            if (member instanceof VariableTree component && isComponent(type, component)) {
                checkComponent(comment, name, component);
            } else if (member instanceof ClassTree nested && isExported(type, nested.getModifiers())) {
                look(at, nested, name + "." + nested.getSimpleName(), true);
            } else if (member instanceof MethodTree method
                    && isOwn(method)
                    && isExported(type, method.getModifiers())) {
                check(at, name + "." + method.getName());
            } else if (member instanceof VariableTree field && isExported(type, field.getModifiers())) {
                check(at, name + "." + field.getName());
            }
        }
    }

    private static boolean isComponent(ClassTree type, VariableTree member) {
        return type.getKind() == Tree.Kind.RECORD
                && !member.getModifiers().getFlags().contains(Modifier.STATIC);
    }

    private static boolean isOwn(MethodTree method) {
        return method.getModifiers().getAnnotations().stream()
                .noneMatch(
                        annotation -> annotation.getAnnotationType().toString().equals("Override"));
    }

    /** Members of an interface are public unless they say otherwise. */
    private static boolean isExported(ClassTree type, ModifiersTree modifiers) {
        var flags = modifiers.getFlags();
        return flags.contains(Modifier.PUBLIC)
                || flags.contains(Modifier.PROTECTED)
                || type.getKind() == Tree.Kind.INTERFACE && !flags.contains(Modifier.PRIVATE);
    }

    private String check(TreePath path, String name) {
        var comment = comments.getDocComment(path);
        if (comment == null || comment.isBlank()) {
            missing.add(name);
            return "";
        }
        documented++;
        return comment;
    }

    private void checkComponent(String comment, String name, VariableTree component) {
        if (comment.matches("(?s).*@param\\s+" + component.getName() + "\\b.*")) {
            documented++;
        } else {
            missing.add(name + ": " + component.getName());
        }
    }
}
