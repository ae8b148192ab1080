// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.lang.annotation.Annotation;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;

import io.otelspring.annotation.Attribute;

/**
 * Reads the attributes of annotations, whose {@code value} is short for another
 * attribute: the annotations cannot say so themselves, since they do not depend on
 * Spring.
 */
final class AnnotationAttributes {

	private AnnotationAttributes() {
	}

	/**
	 * Return the attribute or the {@code value} that is short for it. Where both are set,
	 * because a composed annotation overrides the one and the annotation that it is
	 * composed of sets the other, the override wins.
	 * @param annotation the annotation
	 * @param attribute the name of the attribute
	 * @param defaultText what to return where neither is set
	 * @return the text
	 */
	static String text(MergedAnnotation<Annotation> annotation, String attribute, String defaultText) {
		String text = annotation.getString(attribute);
		String value = annotation.getString("value");
		if (text.isBlank()) {
			return value.isBlank() ? defaultText : value;
		}
		return (!value.isBlank() && isOverridden(annotation, value)) ? value : text;
	}

	private static boolean isOverridden(MergedAnnotation<Annotation> annotation, String value) {
		MergedAnnotation<?> carrier = annotation.getMetaSource();
		if (carrier == null) {
			return false;
		}
		for (Annotation declared : carrier.getType().getDeclaredAnnotations()) {
			if (declared.annotationType() == annotation.getType()) {
				return !value.equals(AnnotationUtils.getValue(declared));
			}
		}
		return false;
	}

	static Attributes fixed(MergedAnnotation<Annotation> annotation) {
		AttributesBuilder builder = Attributes.builder();
		for (MergedAnnotation<?> attribute : annotation.getAnnotationArray("attributes", Attribute.class)) {
			builder.put(attribute.getString("key"), attribute.getString("value"));
		}
		return builder.build();
	}

}
