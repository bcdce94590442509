// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.mutation;

import java.util.ArrayDeque;
import java.util.Deque;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A change of one method of one class, made in its class file. Lambdas that the method makes belong to it. Places are
 * found by names, so that the change outlives what happens to the source around it.
 */
public final class Edit {
    private static final int API = Opcodes.ASM9;
    private static final Runnable NOTHING = () -> {};

    /** No method has so many. */
    private static final int FREE_LOCAL = 1000;

    private final String className;
    private final String method;
    private final Kind kind;
    private final String place;
    private final int value;
    private int changes;

    private enum Kind {
        /** The method does nothing but return a value. */
        RETURN,
        /** A call of another method is left out and its result made up. */
        OMIT_CALL,
        /** A field keeps its value. */
        OMIT_WRITE,
        /** The condition that follows the use of a name always jumps. */
        JUMP,
        /** It never jumps. */
        FALL_THROUGH,
        /** A field is written later, at the end of the straight line of code. */
        LATE_WRITE,
        /** What an atomic changes at once is read, and written afterwards. */
        TEAR,
        /** The method does not enter a monitor. */
        UNLOCK
    }

    private Edit(String className, String method, Kind kind, String place, int value) {
        this.className = className;
        this.method = method;
        this.kind = kind;
        this.place = place;
        this.value = value;
    }

    /** The method returns that number at once; 1 for true, anything where it returns nothing. */
    public static Edit returns(String className, String method, int value) {
        return new Edit(className, method, Kind.RETURN, method, value);
    }

    /** The method does not call {@code callee}, as if it had returned that number. */
    public static Edit omitsCall(String className, String method, String callee, int value) {
        return new Edit(className, method, Kind.OMIT_CALL, callee, value);
    }

    /** The method does not set {@code field}. */
    public static Edit omitsWrite(String className, String method, String field) {
        return new Edit(className, method, Kind.OMIT_WRITE, field, 0);
    }

    /** The next condition after {@code name} was called or read always jumps: mostly, what it guards is left out. */
    public static Edit jumps(String className, String method, String name) {
        return new Edit(className, method, Kind.JUMP, name, 0);
    }

    /** The next condition after {@code name} was called or read never jumps: mostly, what it guards is done in any case. */
    public static Edit fallsThrough(String className, String method, String name) {
        return new Edit(className, method, Kind.FALL_THROUGH, name, 0);
    }

    /** The method sets {@code field} only after what follows, up to the next condition or return. */
    public static Edit writesLate(String className, String method, String field) {
        return new Edit(className, method, Kind.LATE_WRITE, field, 0);
    }

    /** Other threads may come between what {@code operation} of an atomic reads and what it writes; see {@link Torn}. */
    public static Edit tears(String className, String method, String operation) {
        return new Edit(className, method, Kind.TEAR, operation, 0);
    }

    /** The method goes through its {@code synchronized} blocks without the lock. */
    public static Edit unlocks(String className, String method) {
        return new Edit(className, method, Kind.UNLOCK, method, 0);
    }

    /** The class that is changed. */
    public String className() {
        return className;
    }

    /**
     * The class file with this change.
     *
     * @throws IllegalStateException when the class has no such place
     */
    public byte[] applyTo(byte[] original) {
        changes = 0;
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        new ClassReader(original).accept(new InClass(writer), 0);
        if (changes == 0) {
            throw new IllegalStateException(this + " has no place in the class any more; say where the guard is now");
        }
        return writer.toByteArray();
    }

    private final class InClass extends ClassVisitor {
        InClass(ClassVisitor target) {
            super(API, target);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor target = super.visitMethod(access, name, descriptor, signature, exceptions);
            boolean isMeant = name.equals(method) || name.startsWith("lambda$" + method + "$");
            if (!isMeant || (access & Opcodes.ACC_ABSTRACT) != 0) {
                return target;
            }
            if (kind != Kind.RETURN) {
                return new InMethod(target);
            }
            if (!name.equals(method)) {
                return target;
            }
            changes++;
            returnAtOnce(target, Type.getReturnType(descriptor));
            return null;
        }
    }

    private void returnAtOnce(MethodVisitor target, Type type) {
        target.visitCode();
        push(target, type);
        target.visitInsn(type.getOpcode(Opcodes.IRETURN));
        target.visitMaxs(0, 0);
        target.visitEnd();
    }

    private void push(MethodVisitor target, Type type) {
        switch (type.getSort()) {
            case Type.VOID -> {}
            case Type.LONG -> target.visitLdcInsn((long) value);
            case Type.OBJECT, Type.ARRAY -> target.visitInsn(Opcodes.ACONST_NULL);
            default -> target.visitLdcInsn(value);
        }
    }

    private final class InMethod extends MethodVisitor {
        private boolean wasUsed;

        /** Does what was put off. */
        private Runnable late = NOTHING;

        InMethod(MethodVisitor target) {
            super(API, target);
        }

        private void catchUp() {
            late.run();
            late = NOTHING;
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN || opcode == Opcodes.ATHROW) {
                catchUp();
            }
            if (kind == Kind.UNLOCK && (opcode == Opcodes.MONITORENTER || opcode == Opcodes.MONITOREXIT)) {
                changes++;
                super.visitInsn(Opcodes.POP);
            } else {
                super.visitInsn(opcode);
            }
        }

        @Override
        public void visitFrame(int type, int numLocal, Object[] local, int numStack, Object[] stack) {
            if (late != NOTHING) {
                throw new IllegalStateException(Edit.this + " would have to write across a branch");
            }
            super.visitFrame(type, numLocal, local, numStack, stack);
        }

        private void putOff(String owner, String name, String descriptor) {
            Type type = Type.getType(descriptor);
            int value = FREE_LOCAL + 1;
            super.visitVarInsn(type.getOpcode(Opcodes.ISTORE), value);
            super.visitVarInsn(Opcodes.ASTORE, FREE_LOCAL);
            late = () -> {
                super.visitVarInsn(Opcodes.ALOAD, FREE_LOCAL);
                super.visitVarInsn(type.getOpcode(Opcodes.ILOAD), value);
                super.visitFieldInsn(Opcodes.PUTFIELD, owner, name, descriptor);
            };
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (kind == Kind.OMIT_CALL && name.equals(place)) {
                changes++;
                omit(descriptor, opcode != Opcodes.INVOKESTATIC);
            } else if (kind == Kind.TEAR && name.equals(place)) {
                changes++;
                String torn = descriptor.replace("(", "(L" + owner + ";");
                super.visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(Torn.class), name, torn, false);
            } else {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                wasUsed |= name.equals(place);
            }
        }

        private void omit(String descriptor, boolean hasTarget) {
            Deque<Type> operands = new ArrayDeque<>();
            for (Type argument : Type.getArgumentTypes(descriptor)) {
                operands.push(argument);
            }
            operands.forEach(this::pop);
            if (hasTarget) {
                super.visitInsn(Opcodes.POP);
            }
            push(mv, Type.getReturnType(descriptor));
        }

        private void pop(Type type) {
            super.visitInsn(type.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            if (kind == Kind.OMIT_WRITE && opcode == Opcodes.PUTFIELD && name.equals(place)) {
                changes++;
                pop(Type.getType(descriptor));
                super.visitInsn(Opcodes.POP);
            } else if (kind == Kind.LATE_WRITE && opcode == Opcodes.PUTFIELD && name.equals(place)) {
                changes++;
                putOff(owner, name, descriptor);
            } else {
                super.visitFieldInsn(opcode, owner, name, descriptor);
                wasUsed |= opcode == Opcodes.GETFIELD && name.equals(place);
            }
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            catchUp();
            boolean isMeant = wasUsed && opcode != Opcodes.GOTO && (kind == Kind.JUMP || kind == Kind.FALL_THROUGH);
            wasUsed &= opcode == Opcodes.GOTO;
            if (!isMeant) {
                super.visitJumpInsn(opcode, label);
                return;
            }
            changes++;
            for (int operands = operands(opcode); operands > 0; operands--) {
                super.visitInsn(Opcodes.POP);
            }
            if (kind == Kind.JUMP) {
                // Not a plain goto, behind which a frame would have to stand.
                super.visitInsn(Opcodes.ICONST_0);
                super.visitJumpInsn(Opcodes.IFEQ, label);
            }
        }

        private int operands(int opcode) {
            return opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ACMPNE ? 2 : 1;
        }
    }

    @Override
    public String toString() {
        return kind + " " + place + " in " + className + "." + method;
    }
}
