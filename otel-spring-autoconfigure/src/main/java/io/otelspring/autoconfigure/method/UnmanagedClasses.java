// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.MethodMetadata;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;
import org.springframework.util.ClassUtils;

/**
 * Finds annotated classes of the application that are no beans. Their class files are
 * read, in the packages that the application is configured for, and only annotated
 * classes are loaded; this takes place once, and not before the application runs.
 */
final class UnmanagedClasses {

	private static final Log logger = LogFactory.getLog(UnmanagedClasses.class);

	private static final int MAX_CLASSES = 20_000;

	private final ConfigurableListableBeanFactory beanFactory;

	private final MethodFindings findings;

	private final MetadataReaderFactory readers;

	private @Nullable List<IneffectiveAnnotation> found;

	private volatile boolean closed;

	UnmanagedClasses(ConfigurableListableBeanFactory beanFactory, MethodFindings findings) {
		this.beanFactory = beanFactory;
		this.findings = findings;
		this.readers = new SimpleMetadataReaderFactory(beanFactory.getBeanClassLoader());
	}

	void close() {
		this.closed = true;
	}

	boolean isClosed() {
		return this.closed;
	}

	synchronized List<IneffectiveAnnotation> find() {
		List<IneffectiveAnnotation> result = this.found;
		if (result == null) {
			result = search();
			this.found = result;
		}
		return result;
	}

	private List<IneffectiveAnnotation> search() {
		List<IneffectiveAnnotation> result = new ArrayList<>();
		for (Resource resource : resources()) {
			if (this.closed) {
				break;
			}
			try {
				inspect(this.readers.getMetadataReader(resource).getAnnotationMetadata(), result);
			}
			catch (Exception | LinkageError ex) {
				logger.debug("Could not look for annotations in " + resource, ex);
			}
		}
		return List.copyOf(result);
	}

	private Set<Resource> resources() {
		Set<Resource> resources = new LinkedHashSet<>();
		if (!AutoConfigurationPackages.has(this.beanFactory)) {
			return resources;
		}
		PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver(
				this.beanFactory.getBeanClassLoader());
		for (String packageName : AutoConfigurationPackages.get(this.beanFactory)) {
			if (packageName.isBlank() || this.closed) {
				continue;
			}
			try {
				for (Resource resource : resolver.getResources(
						"classpath*:" + ClassUtils.convertClassNameToResourcePath(packageName) + "/**/*.class")) {
					if (resources.size() < MAX_CLASSES) {
						resources.add(resource);
					}
				}
			}
			catch (IOException ex) {
				logger.debug("Could not look for annotations in " + packageName, ex);
			}
		}
		return resources;
	}

	private void inspect(AnnotationMetadata metadata, List<IneffectiveAnnotation> result)
			throws ClassNotFoundException {
		if (metadata.isAnnotation()) {
			return;
		}
		List<IneffectiveAnnotation> candidates = new ArrayList<>();
		for (String name : KnownAnnotations.ON_METHODS) {
			if (metadata.isAnnotated(name)) {
				candidates.add(new IneffectiveAnnotation(metadata.getClassName(), KnownAnnotations.display(name), ""));
			}
			for (MethodMetadata method : metadata.getAnnotatedMethods(name)) {
				candidates.add(new IneffectiveAnnotation(metadata.getClassName() + "." + method.getMethodName(),
						KnownAnnotations.display(name), ""));
			}
		}
		String reason = candidates.isEmpty() ? null : reason(metadata);
		if (reason != null) {
			candidates.forEach((candidate) -> result
				.add(new IneffectiveAnnotation(candidate.method(), candidate.annotation(), reason)));
		}
	}

	// A component whose condition did not match is no bean on purpose.
	private @Nullable String reason(AnnotationMetadata metadata) throws ClassNotFoundException {
		if (metadata.isAnnotated(Conditional.class.getName())) {
			return null;
		}
		Class<?> type = ClassUtils.forName(metadata.getClassName(), this.beanFactory.getBeanClassLoader());
		if (this.findings.isSeen(type)) {
			return null;
		}
		String[] names = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type, true, false);
		if (names.length == 0) {
			return type.isInterface() ? "no bean implements it"
					: "the class is not a bean, its objects are made by other code";
		}
		for (String name : names) {
			if (this.beanFactory.containsSingleton(name)) {
				return "the bean '" + name
						+ "' was made before annotations could take effect, as a dependency of a BeanPostProcessor, or "
						+ "was registered as a finished object";
			}
		}
		return null;
	}

}
