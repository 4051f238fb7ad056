"""Camping, electronics, toys and care; see `shapes_wear` for the placeholders."""

from typing import Final

OUTDOORS: Final[dict[str, str]] = {
    "tent": """
<path d="M100 42L22 164h156z" fill="$c"/><path d="M100 42l78 122h-42z" fill="$d"/>
<path d="M100 64l-30 100h44z" fill="$k" opacity=".75"/><path d="M100 64l-30 100h10l24-70z" fill="$l"/>
<path d="M94 34l12 16M106 34L94 50" stroke="$k" stroke-width="4"/>
<path d="M22 164l-10 8M178 164l10 8" stroke="$k" stroke-width="3"/>""",
    "cabin tent": """
<path d="M44 70L100 38l56 32 14 98H30z" fill="$c"/>
<path d="M100 38l56 32 14 98h-36l-8-98z" fill="$d" opacity=".5"/>
<path d="M78 92h44l6 76H72z" fill="$k" opacity=".75"/><path d="M78 92l-6 76h10l8-76z" fill="$l"/>
<path d="M44 70l56-32 56 32" stroke="$l" stroke-width="5" fill="none"/>
<path d="M46 96h18v22H44zM136 96h18l2 22h-20z" fill="$w" opacity=".6"/>""",
    "sleeping bag": """
<path d="M100 20q30 0 34 30 20 60 2 116-36 16-72 0-18-56 2-116 4-30 34-30z" fill="$c"/>
<path d="M100 28q22 0 24 26-24 18-48 0 2-26 24-26z" fill="$w" opacity=".8"/>
<path d="M64 86q36 12 72 0M60 112q40 12 80 0M60 138q40 12 80 0" stroke="$d" stroke-width="4" fill="none"/>
<path d="M116 62q14 50 6 108" stroke="$l" stroke-width="4" fill="none"/>""",
    "mat": """
<path d="M60 130L110 36l62 20-40 104z" fill="$c"/>
<path d="M78 126l46-84M98 136l44-90M116 146l42-94" stroke="$d" stroke-width="5"/>
<ellipse cx="96" cy="148" rx="40" ry="20" transform="rotate(16 96 148)" fill="$d"/>
<ellipse cx="62" cy="138" rx="12" ry="19" transform="rotate(16 62 138)" fill="$l"/>
<circle cx="62" cy="138" r="6" fill="$k"/>""",
    "stove": """
<rect x="30" y="96" width="140" height="56" rx="8" fill="$c"/><path d="M30 96l10-54h120l10 54z" fill="$d"/>
<g stroke="$k" stroke-width="5"><path d="M46 92h48M106 92h48M58 82v12M82 82v12M118 82v12M142 82v12"/></g>
<circle cx="70" cy="126" r="9" fill="$k"/><circle cx="130" cy="126" r="9" fill="$k"/>
<path d="M62 82q8-16 8-24 10 12 8 24zM122 82q8-16 8-24 10 12 8 24z" fill="#f2994a"/>
<path d="M38 152h14v10H38zM148 152h14v10h-14z" fill="$k"/>""",
    "canister stove": """
<rect x="68" y="112" width="64" height="58" rx="12" fill="$d"/><path d="M68 128h64v14H68z" fill="$l"/>
<path d="M92 88h16v26H92z" fill="$m"/><path d="M108 98h24v6h-24z" fill="$k"/>
<path d="M64 66l36 22 36-22" stroke="$c" stroke-width="8" fill="none"/>
<path d="M82 70q18 18 36 0l-6 18H88z" fill="$c"/><path d="M84 64q10-16 16-34 14 18 16 34z" fill="#f2994a"/>
<path d="M94 64q4-8 6-16 6 8 6 16z" fill="#ffe08a"/>""",
    "bottle": """
<rect x="66" y="56" width="68" height="118" rx="16" fill="$c"/>
<path d="M78 56q0-10 6-16h32q6 6 6 16z" fill="$d"/><rect x="80" y="24" width="40" height="18" rx="5" fill="$k"/>
<path d="M92 24q0-10 8-10t8 10" stroke="$k" stroke-width="5" fill="none"/>
<path d="M78 70v88" stroke="$l" stroke-width="8" stroke-linecap="round" opacity=".7"/>
<path d="M66 150h68v8q0 16-16 16H82q-16 0-16-16z" fill="$d" opacity=".5"/>""",
    "filter": """
<rect x="78" y="34" width="44" height="84" rx="12" fill="$c"/><path d="M84 118h32l-4 18H88z" fill="$d"/>
<path d="M92 20h16v16H92z" fill="$m"/>
<path d="M86 52h28M86 66h28M86 80h28M86 94h28" stroke="$w" stroke-width="5" opacity=".7"/>
<path d="M100 142q14 18 0 30-14-12 0-30z" fill="#5aa9d6"/>""",
    "headlamp": """
<path d="M32 96q4-54 68-54t68 54" stroke="$d" stroke-width="14" fill="none"/>
<path d="M32 96q10 40 68 40t68-40" stroke="$d" stroke-width="8" fill="none" opacity=".5"/>
<rect x="66" y="80" width="68" height="54" rx="14" fill="$c"/><circle cx="100" cy="107" r="20" fill="$k"/>
<circle cx="100" cy="107" r="13" fill="#ffe9a8"/><circle cx="95" cy="102" r="4" fill="$w"/>""",
    "lantern": """
<path d="M66 60q0-40 34-40t34 40" stroke="$k" stroke-width="5" fill="none"/>
<path d="M70 56h60l8 18H62z" fill="$c"/><rect x="68" y="74" width="64" height="70" rx="10" fill="#fff3c9"/>
<path d="M100 88q16 22 0 46-16-24 0-46z" fill="#f2b84a"/><path d="M66 74h6v70h-6zM128 74h6v70h-6z" fill="$d"/>
<path d="M58 144h84l4 24H54z" fill="$c"/><path d="M56 158h88" stroke="$d" stroke-width="5"/>""",
    "poles": """
<g stroke-linecap="round"><path d="M74 52L52 172" stroke="$c" stroke-width="8"/>
<path d="M126 52l22 120" stroke="$c" stroke-width="8"/>
<path d="M66 96l-6 32M134 96l6 32" stroke="$d" stroke-width="8"/>
<path d="M80 24l-6 34M120 24l6 34" stroke="$b" stroke-width="15"/></g>
<ellipse cx="55" cy="156" rx="14" ry="4" fill="$k"/><ellipse cx="145" cy="156" rx="14" ry="4" fill="$k"/>""",
    "chair": """
<path d="M52 174l84-80M148 174L64 94" stroke="$k" stroke-width="7"/><path d="M58 34h84l-8 68H66z" fill="$c"/>
<path d="M54 98h92l8 26H46z" fill="$d"/><path d="M40 90h24v8H40zM136 90h24v8h-24z" fill="$k"/>
<path d="M64 44h72" stroke="$l" stroke-width="6"/><path d="M46 98v70M154 98v70" stroke="$k" stroke-width="6"/>""",
    "hammock": """
<path d="M26 30v146M174 30v146" stroke="$b" stroke-width="14"/>
<path d="M30 66q70 20 140 0-16 92-70 92T30 66z" fill="$c"/>
<path d="M30 66q70 66 140 0" stroke="$d" stroke-width="8" fill="none"/>
<path d="M54 112q46 40 92 0" stroke="$l" stroke-width="6" fill="none" opacity=".7"/>""",
    "cooler": """
<rect x="32" y="84" width="136" height="82" rx="10" fill="$c"/>
<rect x="26" y="56" width="148" height="32" rx="10" fill="$d"/>
<path d="M68 80h14v26H68zM118 80h14v26h-14z" fill="$k"/><path d="M40 124h120" stroke="$d" stroke-width="4"/>
<path d="M46 64h70" stroke="$l" stroke-width="6" stroke-linecap="round"/>""",
    "headphones": """
<path d="M44 112q-2-82 56-82t56 82" stroke="$c" stroke-width="14" fill="none"/>
<path d="M50 70q14-34 50-34" stroke="$l" stroke-width="5" fill="none"/>
<rect x="30" y="98" width="36" height="62" rx="17" fill="$c"/>
<rect x="134" y="98" width="36" height="62" rx="17" fill="$c"/>
<rect x="56" y="102" width="18" height="54" rx="9" fill="$k"/>
<rect x="126" y="102" width="18" height="54" rx="9" fill="$k"/>
<path d="M40 112v34M160 112v34" stroke="$d" stroke-width="6" stroke-linecap="round"/>""",
    "earbuds": """
<rect x="46" y="104" width="108" height="66" rx="28" fill="$c"/>
<path d="M46 130h108" stroke="$d" stroke-width="5"/><circle cx="100" cy="146" r="4" fill="#7bd88f"/>
<path d="M62 46q0-20 20-20t18 20q-2 14-16 14l-4 36H68z" fill="$l"/>
<path d="M138 46q0-20-20-20t-18 20q2 14 16 14l4 36h12z" fill="$d"/><circle cx="92" cy="44" r="8" fill="$k"/>
<circle cx="108" cy="44" r="8" fill="$k"/>""",
    "speaker": """
<rect x="58" y="26" width="84" height="146" rx="24" fill="$c"/><circle cx="100" cy="118" r="32" fill="$k"/>
<circle cx="100" cy="118" r="20" fill="$d"/><circle cx="100" cy="118" r="8" fill="$l"/>
<circle cx="100" cy="58" r="16" fill="$k"/><circle cx="100" cy="58" r="7" fill="$l"/>
<path d="M66 44q0-12 12-12" stroke="$l" stroke-width="5" fill="none"/>""",
    "turntable": """
<rect x="22" y="66" width="156" height="84" rx="8" fill="$c"/><path d="M22 128h156v22H22z" fill="$d"/>
<ellipse cx="86" cy="98" rx="54" ry="26" fill="$k"/>
<ellipse cx="86" cy="98" rx="36" ry="17" fill="none" stroke="#5b6166" stroke-width="2"/>
<ellipse cx="86" cy="98" rx="15" ry="7" fill="#d95f4b"/>
<path d="M160 78l-8 26-32 6" stroke="$m" stroke-width="6" fill="none"/>
<circle cx="160" cy="78" r="8" fill="$m"/><path d="M34 150h16v10H34zM150 150h16v10h-16z" fill="$k"/>""",
    "power": """
<rect x="60" y="28" width="80" height="144" rx="18" fill="$c"/>
<path d="M106 62l-26 44h18l-6 34 28-46h-18z" fill="$w"/><g fill="$l"><circle cx="82" cy="158" r="4"/>
<circle cx="94" cy="158" r="4"/><circle cx="106" cy="158" r="4"/></g>
<rect x="84" y="24" width="32" height="10" rx="4" fill="$k"/>""",
    "solar panel": """
<g stroke="$m" stroke-width="3"><path d="M24 60l38-16v96l-38 16z" fill="#27476b"/>
<path d="M62 44l38 16v96l-38-16z" fill="#2f5680"/><path d="M100 60l38-16v96l-38 16z" fill="#27476b"/>
<path d="M138 44l38 16v96l-38-16z" fill="#2f5680"/>
<path d="M24 92l38-16 38 16 38-16 38 16M24 124l38-16 38 16 38-16 38 16" fill="none"/></g>
<circle cx="158" cy="28" r="13" fill="#f2b84a"/>""",
    "watch": """
<path d="M78 20h44l6 44H72zM72 136h56l-6 44H78z" fill="$d"/><circle cx="100" cy="100" r="46" fill="$c"/>
<circle cx="100" cy="100" r="36" fill="$k"/>
<path d="M100 76v24l18 12" stroke="$w" stroke-width="5" fill="none" stroke-linecap="round"/>
<path d="M72 118q14-20 26-6t26-10" stroke="$l" stroke-width="3" fill="none"/>
<rect x="146" y="92" width="9" height="16" rx="3" fill="$m"/>""",
    "clock": """
<circle cx="100" cy="98" r="62" fill="$c"/><circle cx="100" cy="98" r="50" fill="#fff1c4"/>
<path d="M100 62v36l26 14" stroke="$k" stroke-width="6" fill="none" stroke-linecap="round"/>
<path d="M50 98a50 50 0 0 0 100 0z" fill="#f2b84a" opacity=".55"/><path d="M62 166h76l-8-12H70z" fill="$d"/>""",
    "camera": """
<rect x="46" y="38" width="108" height="126" rx="14" fill="$c"/><circle cx="100" cy="112" r="28" fill="$k"/>
<circle cx="100" cy="112" r="16" fill="#3d5a78"/><circle cx="94" cy="106" r="5" fill="$w"/><g fill="$k">
<rect x="62" y="54" width="76" height="22" rx="6"/></g><g fill="$m"><circle cx="76" cy="65" r="4"/>
<circle cx="92" cy="65" r="4"/><circle cx="108" cy="65" r="4"/><circle cx="124" cy="65" r="4"/></g>
<path d="M34 86h12v26H34zM154 86h12v26h-12z" fill="$d"/>""",
    "train": """
<rect x="34" y="84" width="66" height="54" rx="8" fill="$c"/>
<rect x="88" y="54" width="48" height="84" rx="8" fill="#3f7cac"/>
<rect x="98" y="66" width="28" height="26" rx="4" fill="#fff1c4"/>
<path d="M46 84V58h-6V48h28v10h-6v26z" fill="#d95f4b"/><path d="M136 112h34v26h-34z" fill="#e2b04a"/>
<g fill="$k"><circle cx="54" cy="144" r="14"/><circle cx="88" cy="144" r="14"/>
<circle cx="120" cy="144" r="14"/><circle cx="154" cy="144" r="14"/></g><g fill="$b">
<circle cx="54" cy="144" r="6"/><circle cx="88" cy="144" r="6"/><circle cx="120" cy="144" r="6"/>
<circle cx="154" cy="144" r="6"/></g><path d="M20 160h160v6H20z" fill="$b"/>""",
    "blocks": """
<g fill="none" stroke-width="13"><path d="M28 160a72 72 0 0 1 144 0" stroke="#d95f4b"/>
<path d="M43 160a57 57 0 0 1 114 0" stroke="#e2a04a"/><path d="M58 160a42 42 0 0 1 84 0" stroke="#e8cf5d"/>
<path d="M73 160a27 27 0 0 1 54 0" stroke="#6fa66a"/></g><path d="M86 160a14 14 0 0 1 28 0z" fill="#3f7cac"/>""",
    "bear": """
<circle cx="68" cy="44" r="16" fill="$d"/><circle cx="132" cy="44" r="16" fill="$d"/>
<ellipse cx="100" cy="136" rx="46" ry="40" fill="$c"/><circle cx="100" cy="70" r="42" fill="$c"/>
<ellipse cx="100" cy="84" rx="20" ry="15" fill="$l"/><circle cx="84" cy="64" r="5" fill="$k"/>
<circle cx="116" cy="64" r="5" fill="$k"/><ellipse cx="100" cy="78" rx="7" ry="5" fill="$k"/>
<ellipse cx="100" cy="140" rx="26" ry="24" fill="$l"/><circle cx="52" cy="128" r="15" fill="$d"/>
<circle cx="148" cy="128" r="15" fill="$d"/><circle cx="70" cy="168" r="15" fill="$d"/>
<circle cx="130" cy="168" r="15" fill="$d"/>""",
    "kit": """
<path d="M36 84h56v60q-28 14-56 0zM108 84h56v60q-28 14-56 0z" fill="$c"/>
<path d="M44 56h40l8 28H36zM116 56h40l8 28h-56z" fill="$d"/>
<rect x="88" y="76" width="24" height="22" rx="4" fill="$k"/>
<ellipse cx="64" cy="142" rx="22" ry="9" fill="#8fb9d6"/>
<ellipse cx="136" cy="142" rx="22" ry="9" fill="#8fb9d6"/><path d="M48 50h32v8H48zM120 50h32v8h-32z" fill="$k"/>""",
    "puzzle": """
<path d="M44 44h44q-8 20 12 20t12-20h44v44q-20-8-20 12t20 12v44h-44q8-20-12-20t-12 20H44v-44q20 8 20-12T44 88z"
fill="$c"/><path d="M44 112q20 8 20-12T44 88V44h44q-8 20 12 20v36z" fill="$l" opacity=".6"/>
<path d="M112 156q8-20-12-20v-36l56 12v44z" fill="$d" opacity=".55"/>""",
    "game": """
<rect x="30" y="74" width="140" height="92" rx="8" fill="$d"/>
<rect x="30" y="62" width="140" height="88" rx="8" fill="$c"/>
<path d="M48 134l26-44 18 26 16-20 28 38z" fill="$l"/><circle cx="142" cy="86" r="10" fill="#f2d06b"/>
<rect x="120" y="28" width="32" height="32" rx="6" fill="$w" transform="rotate(14 136 44)"/><g fill="$k">
<circle cx="130" cy="37" r="3"/><circle cx="136" cy="44" r="3"/><circle cx="142" cy="51" r="3"/></g>
<circle cx="70" cy="42" r="9" fill="#d95f4b"/><path d="M58 62q12-26 24 0z" fill="#d95f4b"/>""",
    "bike": """
<g fill="none" stroke="$k" stroke-width="8"><circle cx="56" cy="134" r="30"/><circle cx="146" cy="134" r="30"/>
</g>
<path d="M56 134l34-46h42l14 46M90 88l22 40" stroke="$c" stroke-width="12" fill="none" stroke-linejoin="round"/>
<path d="M74 76h34v10H74z" fill="$k"/><path d="M132 90l-6-36h26" stroke="$d" stroke-width="8" fill="none"/>
<circle cx="56" cy="134" r="8" fill="$b"/><circle cx="146" cy="134" r="8" fill="$b"/>""",
}
