// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

/**
 * An annotation that cannot take effect.
 *
 * @param method the method or class that carries it
 * @param annotation the annotation
 * @param reason why it has no effect, and what would help
 */
public record IneffectiveAnnotation(String method, String annotation,
		String reason) implements Comparable<IneffectiveAnnotation> {

	@Override
	public int compareTo(IneffectiveAnnotation other) {
		int result = this.method.compareTo(other.method);
		if (result == 0) {
			result = this.annotation.compareTo(other.annotation);
		}
		return (result == 0) ? this.reason.compareTo(other.reason) : result;
	}

	@Override
	public String toString() {
		return this.annotation + " on " + this.method + " (" + this.reason + ")";
	}

}
