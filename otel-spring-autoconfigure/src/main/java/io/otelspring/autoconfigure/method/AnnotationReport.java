// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.List;
import java.util.stream.Stream;

/**
 * The annotated methods of the application: those whose annotations are in effect, and
 * the annotations that have none, each with the reason. A call that an object makes on
 * itself cannot be seen by anybody and is not listed.
 */
public final class AnnotationReport {

	private final MethodFindings findings;

	private final UnmanagedClasses unmanagedClasses;

	AnnotationReport(MethodFindings findings, UnmanagedClasses unmanagedClasses) {
		this.findings = findings;
		this.unmanagedClasses = unmanagedClasses;
	}

	/**
	 * Return the methods whose annotations are in effect, of the beans made so far.
	 * @return the methods, sorted by name
	 */
	public List<ActiveMethod> active() {
		return this.findings.active();
	}

	/**
	 * Return the annotations that have no effect. The first call looks through the
	 * classes of the application for those that are no beans, unless that has been done
	 * after the start.
	 * @return the annotations, sorted by method
	 */
	public List<IneffectiveAnnotation> ineffective() {
		return Stream.concat(this.findings.ineffective().stream(), this.unmanagedClasses.find().stream())
			.distinct()
			.sorted()
			.toList();
	}

}
