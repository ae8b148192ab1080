// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.List;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.FindingSource;

/**
 * Tells of attributes that become a text which is hardly meant, of the beans made so far.
 */
class QuestionableAttributes implements FindingSource {

	private final MethodFindings findings;

	QuestionableAttributes(MethodFindings findings) {
		this.findings = findings;
	}

	@Override
	public List<Finding> findings() {
		return this.findings.questionable();
	}

}
