package org.ring0.core.cpu.model;

import org.ring0.core.cpu.state.ControlBits;

/** The features by which bits of CR4 exist (SDM Vol. 3A, 2.5). */
final class ControlRegisterBits {
    private ControlRegisterBits() {}

    /**
     * Systems set OSFXSR and OSXMMEXCPT together before they ask for SSE, so that FXSR gives both. RDPMC, which PCE guards, came with the Pentium with MMX and has no feature of its own.
     */
    static long cr4(FeatureSet features) {
        return bits(features, Feature.VME, ControlBits.CR4_VME | ControlBits.CR4_PVI)
                | bits(features, Feature.TSC, ControlBits.CR4_TSD)
                | bits(features, Feature.DE, ControlBits.CR4_DE)
                | bits(features, Feature.PSE, ControlBits.CR4_PSE)
                | bits(features, Feature.PAE, ControlBits.CR4_PAE)
                | bits(features, Feature.MCE, ControlBits.CR4_MCE)
                | bits(features, Feature.PGE, ControlBits.CR4_PGE)
                | bits(features, Feature.MMX, ControlBits.CR4_PCE)
                | bits(features, Feature.FXSR, ControlBits.CR4_OSFXSR | ControlBits.CR4_OSXMMEXCPT)
                | bits(features, Feature.UMIP, ControlBits.CR4_UMIP)
                | bits(features, Feature.FSGSBASE, ControlBits.CR4_FSGSBASE)
                | bits(features, Feature.PCID, ControlBits.CR4_PCIDE)
                | bits(features, Feature.XSAVE, ControlBits.CR4_OSXSAVE)
                | bits(features, Feature.SMEP, ControlBits.CR4_SMEP)
                | bits(features, Feature.SMAP, ControlBits.CR4_SMAP);
    }

    private static long bits(FeatureSet features, Feature feature, long bits) {
        return features.has(feature) ? bits : 0;
    }
}
