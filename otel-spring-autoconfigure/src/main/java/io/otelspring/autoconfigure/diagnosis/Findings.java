// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.diagnosis;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.FindingSource;

/**
 * Asks all sources for what they find. One that fails does not keep the others from being
 * heard.
 */
class Findings {

	private static final Log logger = LogFactory.getLog(Findings.class);

	private final ObjectProvider<FindingSource> sources;

	Findings(ObjectProvider<FindingSource> sources) {
		this.sources = sources;
	}

	/**
	 * Return everything that is to be said now.
	 * @return the findings, the worst first, each once
	 */
	List<Finding> all() {
		return of((source) -> true);
	}

	/**
	 * Return what has been found and nobody has logged.
	 * @return the findings, the worst first, each once
	 */
	List<Finding> unlogged() {
		return of((source) -> !source.isLogged());
	}

	private List<Finding> of(Predicate<FindingSource> wanted) {
		Set<Finding> findings = new LinkedHashSet<>();
		this.sources.orderedStream().forEach((source) -> {
			try {
				if (wanted.test(source)) {
					findings.addAll(source.findings());
				}
			}
			catch (RuntimeException | LinkageError ex) {
				logger.debug("Could not look for mistakes with " + source, ex);
			}
		});
		return findings.stream().sorted(Comparator.comparing(Finding::severity)).toList();
	}

}
