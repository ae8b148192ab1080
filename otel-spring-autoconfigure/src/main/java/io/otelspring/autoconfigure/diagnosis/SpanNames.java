// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.diagnosis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.opentelemetry.sdk.trace.data.SpanData;

import io.otelspring.autoconfigure.Finding;
import io.otelspring.autoconfigure.Finding.Severity;
import io.otelspring.autoconfigure.FindingSource;
import io.otelspring.autoconfigure.export.ExportListener;

/**
 * Finds span names that are made of values, such as {@code user 4711}: many that are the
 * same but for their numbers, or very many of one scope. What is remembered is bounded.
 */
class SpanNames implements ExportListener, FindingSource {

	private static final int MAX_SCOPES = 100;

	private static final int MAX_NAMES = 5000;

	private final Map<String, ScopeNames> scopes = new ConcurrentHashMap<>();

	private int remembered;

	@Override
	public boolean isLogged() {
		return true;
	}

	@Override
	public void spans(Collection<SpanData> spans) {
		for (SpanData span : spans) {
			String scope = span.getInstrumentationScopeInfo().getName();
			ScopeNames names = this.scopes.get(scope);
			if (names == null || !names.isKnown(span.getName())) {
				remember(scope, span.getName());
			}
		}
	}

	private synchronized void remember(String scope, String name) {
		if (this.remembered >= MAX_NAMES) {
			return;
		}
		ScopeNames names = this.scopes.get(scope);
		if (names == null) {
			if (this.scopes.size() >= MAX_SCOPES) {
				return;
			}
			names = new ScopeNames();
			this.scopes.put(scope, names);
		}
		int before = names.size();
		boolean tooMany = names.add(name);
		if (tooMany) {
			names.forget();
		}
		this.remembered += names.size() - before;
		if (tooMany) {
			FindingReporter.log(finding(scope, names));
		}
	}

	@Override
	public synchronized List<Finding> findings() {
		List<Finding> findings = new ArrayList<>();
		this.scopes.forEach((scope, names) -> {
			if (names.areTooMany()) {
				findings.add(finding(scope, names));
			}
		});
		return findings;
	}

	private static Finding finding(String scope, ScopeNames names) {
		return new Finding(Severity.WARNING,
				"Span names vary with values: " + String.join(", ", names.samples()) + " (scope " + scope + ")",
				"Backends group and count spans by their names; each of these stands alone, and some backends refuse "
						+ "further ones",
				"Name the span by what is done, such as 'load user', and put what varies into an attribute");
	}

}
