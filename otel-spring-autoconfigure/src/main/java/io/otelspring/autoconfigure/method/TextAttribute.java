// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;

/**
 * Judges the type of an attribute's value: one that no attribute can hold becomes text,
 * and the text of some types says nothing, or everything.
 */
final class TextAttribute {

	private TextAttribute() {
	}

	/**
	 * Look at the type of a value that an attribute is made of.
	 * @param method the method as it is shown
	 * @param key the attribute's key
	 * @param declared the declared type of the value
	 * @return what is to be said about it, or {@code null} if it is fine, or not known
	 * before a value is there
	 */
	static @Nullable Finding judge(String method, String key, ResolvableType declared) {
		Class<?> type = held(declared);
		if (type.isInterface() || type == Object.class || type.isEnum() || ClassUtils.isPrimitiveOrWrapper(type)
				|| isOfTheJdk(type)) {
			return null;
		}
		if (type.isRecord() && type.getRecordComponents().length > 1) {
			return ofAll(method, key, type);
		}
		Method text = ReflectionUtils.findMethod(type, "toString");
		return (text != null && text.getDeclaringClass() == Object.class) ? ofNothing(method, key, type) : null;
	}

	private static Finding ofAll(String method, String key, Class<?> type) {
		return new Finding(Severity.INFO,
				"@SpanAttribute '" + key + "' of " + method + " is a record, " + ClassUtils.getShortName(type),
				"The attribute becomes a text of all its " + type.getRecordComponents().length
						+ " components, with all that is confidential",
				remedy(key, type.getRecordComponents()[0].getName()));
	}

	private static Finding ofNothing(String method, String key, Class<?> type) {
		return new Finding(Severity.WARNING,
				"@SpanAttribute '" + key + "' of " + method + " is a " + ClassUtils.getShortName(type)
						+ ", which has no toString of its own",
				"The attribute becomes a text such as " + type.getSimpleName()
						+ "@1b28cdfa, which tells nothing and is " + "another one each time",
				remedy(key, "id"));
	}

	private static String remedy(String key, String expression) {
		return "Name what is to be recorded, as in @SpanAttribute(key = \"" + key + "\", expression = \"" + expression
				+ "\")";
	}

	private static boolean isOfTheJdk(Class<?> type) {
		return type.getName().startsWith("java.") || type.getName().startsWith("javax.");
	}

	/**
	 * Return the type that becomes text: the declared one, or that of the elements.
	 */
	private static Class<?> held(ResolvableType declared) {
		Class<?> type = declared.toClass();
		if (type.isArray()) {
			return held(declared.getComponentType());
		}
		if (Collection.class.isAssignableFrom(type)) {
			return held(declared.as(Collection.class).getGeneric());
		}
		return (type == Optional.class) ? held(declared.getGeneric()) : type;
	}

}
